using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Tests.Keys;

public sealed class PeerKeysTests
{
    private static readonly PeerKey Key = Samples.Admitted(Samples.StatementKey);

    [Theory]
    [InlineData(-31, KeyStanding.NotYetValid)]
    [InlineData(-30, KeyStanding.Good)]
    [InlineData(30, KeyStanding.Good)]
    [InlineData(31, KeyStanding.Over)]
    public void Key_stands_within_its_validity(int days, KeyStanding standing) =>
        Assert.Equal(standing, Key.StandingAt(Samples.Now.AddDays(days)));

    [Fact]
    public void Compromise_counts_for_every_moment_and_is_never_taken_back()
    {
        var keys = Samples.Keys.WithStatus(Key.Key.Id, KeyStatus.Compromised, Samples.Now)
            .WithStatus(Key.Key.Id, KeyStatus.Retired, Samples.Now)
            .With([Key]);
        var known = keys.Find(KeyPurpose.Statement, Key.Key.Id)!;
        Assert.Equal(KeyStanding.Compromised, known.StandingAt(Samples.Now.AddDays(-20)));
    }

    [Fact]
    public void Newer_descriptor_moves_the_validity_of_a_known_key()
    {
        var keys = Samples.Keys.With([Key with { NotAfter = Samples.Now.AddDays(90) }]);
        Assert.Equal(Samples.Now.AddDays(90), keys.Find(KeyPurpose.Statement, Key.Key.Id)!.NotAfter);
        Assert.Equal(2, keys.All.Length);
    }

    [Fact]
    public void Change_to_an_unknown_key_changes_nothing()
    {
        var unknown = KeyId.Of([1, 2, 3]);
        Assert.Same(Samples.Keys, Samples.Keys.WithStatus(unknown, KeyStatus.Retired, Samples.Now));
        Assert.Throws<ArgumentException>(() => Samples.Keys.With([Key with { Purpose = KeyPurpose.Recovery }]));
    }
}
