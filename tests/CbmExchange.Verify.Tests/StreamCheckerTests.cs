using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Verify.Tests;

public sealed class StreamCheckerTests
{
    private readonly Originator xa = new();

    [Fact]
    public void Sound_stream_is_reported_in_numbers_and_words()
    {
        var descriptor = xa.Describe();
        xa.Write(xa.Release("strategy"), xa.Release("policy")).Write(xa.Release("doctrine"));
        var report = Originator.Check(xa.File, descriptor);
        Assert.True(report.IsSound);
        Assert.Equal((3, 3, 0), (report.Entries, report.Statements, report.StatementsInDoubt));
        Assert.Equal(AdmissionPhrase.Of(descriptor), report.Phrase);
        Assert.Equal("result: everything holds", report.Lines().Last());
    }

    [Fact]
    public void Empty_file_holds_and_proves_nothing() =>
        Assert.Equal(0, Originator.Check(xa.File, xa.Describe()).Entries);

    [Fact]
    public void Truncated_file_is_named_and_what_came_before_stands()
    {
        xa.Write(xa.Release("strategy")).Write(xa.Release("policy"));
        xa.File.SetLength(xa.File.Length - 1);
        var report = Originator.Check(xa.File, xa.Describe());
        Assert.Equal(StreamFaults.Truncated, Assert.Single(report.Findings).Name);
        Assert.Equal(1, report.Entries);
        Assert.Equal("result: NOT everything holds", report.Lines().Last());
    }

    [Fact]
    public void Any_flipped_bit_is_found()
    {
        var descriptor = xa.Describe();
        xa.Write(xa.Release("strategy"), xa.Release("policy"));
        var bytes = xa.File.ToArray();
        var random = new Random(20261122);
        for (var round = 0; round < 300; round++)
        {
            var altered = (byte[])bytes.Clone();
            var place = random.Next(altered.Length);
            altered[place] ^= (byte)(1 << random.Next(8));
            var report = Originator.Check(new MemoryStream(altered), descriptor);

            // A disclosure that no longer reads as one counts as destroyed: the proof stands without it.
            var noticed = !report.IsSound || report.DisclosuresDestroyed > 0;
            Assert.True(noticed, $"seed 20261122, round {round}, byte {place}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff }, StreamFaults.Malformed)]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0x7f }, StreamFaults.OverLong)]
    [InlineData(new byte[] { 0x80 }, StreamFaults.Truncated)]
    [InlineData(new byte[] { 0x02, 0xff, 0xff }, StreamFaults.Malformed)]
    public void File_that_is_none_is_named(byte[] bytes, string name)
    {
        var report = Originator.Check(new MemoryStream(bytes), xa.Describe());
        Assert.Equal(name, Assert.Single(report.Findings).Name);
    }

    [Fact]
    public void Stream_of_another_originator_is_named()
    {
        xa.Write(xa.Release("strategy"));
        var report = Originator.Check(xa.File, new Originator().Describe());
        Assert.Equal(StreamFaults.UnknownKey, Assert.Single(report.Findings).Name);
    }

    [Fact]
    public void Statement_by_a_key_that_was_never_described_is_named_and_the_rest_goes_on()
    {
        var descriptor = xa.Describe();
        xa.Statement = EcdsaSigningKey.Create(KeyPurpose.Statement);
        xa.Write(xa.Release("strategy"), PeerEntryBuilder.KeyRetired(xa.Checkpoint.Id, Originator.Now.AddDays(1)));
        var report = Originator.Check(xa.File, descriptor);
        Assert.Equal((StatementFaults.UnknownKey, 0L), (report.Findings.Single().Name, report.Findings[0].EntryIndex));
        Assert.Equal(2, report.Entries);
    }

    [Fact]
    public void Newer_schema_is_counted_as_sealed()
    {
        xa.Write(xa.Release("strategy", "2.0"));
        var report = Originator.Check(xa.File, xa.Describe());
        Assert.True(report.IsSound);
        Assert.Equal(1, report.StatementsSealed);
    }

    [Fact]
    public void A_key_part_beside_another_kind_says_nothing()
    {
        var entry = new PeerEntry { Kind = "of a newer peer", Key = new KeyChange { Change = "compromised" } };
        xa.WriteRaw(entry.ToByteArray());

        var report = Originator.Check(xa.File, xa.Describe());
        Assert.True(report.IsSound);
        Assert.Equal(1, report.Entries);
    }

    [Fact]
    public void Keys_rotate_inside_the_stream()
    {
        var first = xa.Describe();
        var held = DescriptorVerifier.Open(first, null).Value;
        var (oldCheckpoint, newCheckpoint) = (xa.Checkpoint, EcdsaSigningKey.Create(KeyPurpose.Checkpoint));
        xa.Checkpoint = newCheckpoint;
        var second = xa.Describe(held);
        xa.Checkpoint = oldCheckpoint;
        xa.Write(xa.Release("strategy"), PeerEntryBuilder.KeyAdded(newCheckpoint.Id, Originator.Now, second));
        xa.Checkpoint = newCheckpoint;
        xa.Write(PeerEntryBuilder.KeyCompromised(oldCheckpoint.Id, Originator.Now));
        Assert.True(Originator.Check(xa.File, first).IsSound);
        xa.Checkpoint = oldCheckpoint;
        xa.Write(xa.Release("policy"));
        Assert.Equal(StreamFaults.KeyCompromised, Assert.Single(Originator.Check(xa.File, first).Findings).Name);
    }

    [Fact]
    public void Compromise_of_a_statement_key_puts_what_it_signed_before_in_doubt()
    {
        xa.Write(xa.Release("strategy"), xa.Release("policy"));
        xa.Write(PeerEntryBuilder.KeyCompromised(xa.Statement.Id, Originator.Now));
        var report = Originator.Check(xa.File, xa.Describe());
        Assert.True(report.IsSound);
        Assert.Equal(2, report.StatementsInDoubt);
    }

    [Fact]
    public void Missing_and_forged_descriptors_are_named()
    {
        Assert.Equal(DescriptorFaults.Malformed, Originator.Check(xa.File).Findings.Single().Name);
        var descriptor = xa.Describe();
        descriptor[^1] ^= 1;
        Assert.Equal(DescriptorFaults.Forged, Originator.Check(xa.File, descriptor).Findings.Single().Name);
    }
}
