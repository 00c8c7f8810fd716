using CbmExchange.Sync.Following;
using Xunit.Abstractions;

namespace CbmExchange.Sync.Tests;

/// <summary>
/// Both machines joined by a link that loses, delays, cuts and spoils; one thread, one seed, virtual clock.
/// </summary>
public class LossyLinkTests(ITestOutputHelper output)
{
    private const int TicksOfTrouble = 400;
    private const int TicksOfHealing = 200;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_healing_the_follower_holds_exactly_what_was_served(int seed)
    {
        output.WriteLine($"seed {seed}");
        var link = new LossyLink(seed, spoils: true);
        Run(link, TicksOfTrouble);
        link.Heal();
        Run(link, TicksOfHealing);

        link.AssertEqual();
        Assert.Equal(FollowerPhase.Live, link.Follower.Phase);
    }

    [Fact]
    public void A_bad_peer_does_not_disturb_another()
    {
        var good = new LossyLink(7, spoils: false);
        var bad = new LossyLink(7, spoils: true) { SpoilsAlways = true };
        good.Heal();
        for (var tick = 0; tick < TicksOfTrouble; tick++)
        {
            good.Tick();
            bad.Tick();
        }

        good.AssertEqual();
        Assert.Empty(good.Alarms);
        Assert.NotEmpty(bad.Alarms);
        Assert.Empty(bad.StoredEntries);
    }

    [Fact]
    public void The_harness_sees_a_difference()
    {
        var link = new LossyLink(3, spoils: false);
        link.Heal();
        Run(link, 20);
        link.Source.Append();

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(link.AssertEqual);
    }

    private static void Run(LossyLink link, int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            link.Tick();
        }
    }
}
