using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Tests.PeerStreams;

/// <summary>One case for each named fault of a stream, and the moment at which right becomes wrong.</summary>
public sealed class PeerStreamVerifierTests
{
    private static readonly CompactRange Empty = CompactRange.Empty;

    [Fact]
    public void Batches_that_follow_each_other_are_verified()
    {
        var first = Verify(Empty, Samples.Batch(Empty, Samples.Entries(5))).Value;
        var second = Verify(first.Head.Range, Samples.Batch(first.Head.Range, Samples.Entries(3, 5))).Value;
        Assert.Equal(8, second.Head.Range.Size);
        Assert.Equal([5, 6, 7], second.Entries.Select(entry => entry.Index));
        Assert.Equal(Samples.Now, second.Head.SignedAt);
        Assert.Equal("receipt", second.Entries[0].Body.Kind);
    }

    [Fact]
    public void Forged_checkpoint_is_named()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(2));
        var other = Samples.Batch(Empty, Samples.Entries(2, 7));
        var (note, otherNote) = (batch.Checkpoint.ToStringUtf8(), other.Checkpoint.ToStringUtf8());
        batch.Checkpoint = ByteString.CopyFromUtf8(
            note[..note.IndexOf("\n\n", StringComparison.Ordinal)]
            + otherNote[otherNote.IndexOf("\n\n", StringComparison.Ordinal)..]);
        AssertFault(StreamFaults.ForgedCheckpoint, Empty, batch);
    }

    [Fact]
    public void Key_that_was_never_admitted_is_named()
    {
        using var stranger = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        AssertFault(StreamFaults.UnknownKey, Empty, Samples.Batch(Empty, Samples.Entries(2), key: stranger));
    }

    [Fact]
    public void Statement_key_cannot_stand_in_for_a_checkpoint_key()
    {
        var admitted = Samples.Admitted(Samples.CheckpointKey) with { Purpose = KeyPurpose.Statement };
        var keys = PeerKeys.Of(Samples.Xa, [admitted]);
        AssertFault(StreamFaults.UnknownKey, Empty, Samples.Batch(Empty, Samples.Entries(2)), keys);
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, StreamFaults.KeyNotValid)]
    [InlineData(-30, null)]
    [InlineData(-31, StreamFaults.KeyNotValid)]
    public void Key_counts_at_the_signing_time_within_its_validity(int daysFromNow, string? fault)
    {
        var signedAt = Samples.Now.AddDays(daysFromNow);
        var batch = Samples.Batch(Empty, Samples.Entries(1), signedAt: signedAt);
        var verdict = PeerStreamVerifier.Verify(Samples.Stream, Empty, batch, Samples.Keys, Samples.Now.AddDays(60));
        Assert.Equal(fault, verdict.Fault?.Name);
    }

    [Fact]
    public void Retired_key_counts_until_its_retirement()
    {
        var keys = Samples.Keys.WithStatus(Samples.CheckpointKey.Id, KeyStatus.Retired, Samples.Now);
        var before = Samples.Batch(Empty, Samples.Entries(1), signedAt: Samples.Now.AddMilliseconds(-1));
        Assert.True(Verify(Empty, before, keys).IsAccepted);
        AssertFault(StreamFaults.KeyNotValid, Empty, Samples.Batch(Empty, Samples.Entries(1)), keys);
    }

    [Fact]
    public void Compromised_key_is_refused_whatever_date_it_writes()
    {
        var keys = Samples.Keys.WithStatus(Samples.CheckpointKey.Id, KeyStatus.Compromised, Samples.Now);
        var backdated = Samples.Batch(Empty, Samples.Entries(1), signedAt: Samples.Now.AddDays(-20));
        AssertFault(StreamFaults.KeyCompromised, Empty, backdated, keys);
    }

    [Fact]
    public void Checkpoint_dated_far_ahead_is_named()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(1), signedAt: Samples.Now.AddHours(24).AddMilliseconds(1));
        AssertFault(StreamFaults.DatedAhead, Empty, batch);
        var justYet = Samples.Batch(Empty, Samples.Entries(1), signedAt: Samples.Now.AddHours(24));
        Assert.True(Verify(Empty, justYet).IsAccepted);
    }

    [Fact]
    public void Checkpoint_of_another_stream_is_named()
    {
        var toXc = Samples.Stream with { Recipient = new("0c000000-0000-4000-8000-00000000000c") };
        AssertFault(StreamFaults.WrongOrigin, Empty, Samples.Batch(Empty, Samples.Entries(1), toXc));
    }

    [Fact]
    public void Other_generation_is_named_in_batch_and_in_checkpoint()
    {
        var next = Samples.Stream with { Generation = 2 };
        var batch = Samples.Batch(Empty, Samples.Entries(1), next);
        AssertFault(StreamFaults.WrongGeneration, Empty, batch);
        batch.Generation = 1;
        AssertFault(StreamFaults.WrongGeneration, Empty, batch);
    }

    [Fact]
    public void Reordered_entries_are_named()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(3));
        (batch.Entries[0], batch.Entries[1]) = (batch.Entries[1], batch.Entries[0]);
        AssertFault(StreamFaults.ReorderedOrAltered, Empty, batch);
    }

    [Fact]
    public void Altered_entry_is_named()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(3));
        var bytes = batch.Entries[2].Entry.ToByteArray();
        bytes[^1] ^= 1;
        batch.Entries[2].Entry = ByteString.CopyFrom(bytes);
        AssertFault(StreamFaults.ReorderedOrAltered, Empty, batch);
    }

    [Fact]
    public void Another_past_under_a_true_signature_is_named()
    {
        var held = Samples.Append(Empty, Samples.Entries(4));
        var otherPast = Samples.Append(Empty, Samples.Entries(4, 50));
        AssertFault(StreamFaults.ReorderedOrAltered, held, Samples.Batch(otherPast, Samples.Entries(2)));
    }

    [Fact]
    public void Replayed_batch_is_named()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(3));
        AssertFault(StreamFaults.Replayed, Verify(Empty, batch).Value.Head.Range, batch);
    }

    [Fact]
    public void Gap_is_named()
    {
        var later = Samples.Append(Empty, Samples.Entries(3));
        AssertFault(StreamFaults.Gap, Empty, Samples.Batch(later, Samples.Entries(1)));
    }

    [Fact]
    public void Fork_is_named_in_a_batch_and_in_a_head()
    {
        var held = Samples.Append(Empty, Samples.Entries(3));
        AssertFault(StreamFaults.Forked, held, Samples.Batch(Empty, Samples.Entries(3, 20)));
        AssertHeadFault(StreamFaults.Forked, held, Samples.Append(Empty, Samples.Entries(3, 20)));
    }

    [Fact]
    public void Rolled_back_head_is_named()
    {
        var held = Samples.Append(Empty, Samples.Entries(3));
        AssertHeadFault(StreamFaults.RolledBack, held, Samples.Append(Empty, Samples.Entries(2)));
    }

    [Fact]
    public void Head_beyond_what_came_is_truncated()
    {
        var held = Samples.Append(Empty, Samples.Entries(3));
        AssertHeadFault(StreamFaults.Truncated, held, Samples.Append(held, Samples.Entries(1, 3)));
    }

    [Fact]
    public void Heartbeat_on_the_held_head_is_verified()
    {
        var held = Samples.Append(Empty, Samples.Entries(3));
        var note = StreamHeads.Sign(Samples.Stream, held, Samples.Now.AddSeconds(30), Samples.CheckpointKey);
        var head = PeerStreamVerifier.VerifyHead(Samples.Stream, held, note, Samples.Keys, Samples.Now).Value;
        Assert.Equal(Samples.Now.AddSeconds(30), head.SignedAt);
        Assert.Equal(held, head.Range);
    }

    [Fact]
    public void Empty_stream_has_a_head_too()
    {
        var note = StreamHeads.Sign(Samples.Stream, Empty, Samples.Now, Samples.CheckpointKey);
        Assert.True(PeerStreamVerifier.VerifyHead(Samples.Stream, Empty, note, Samples.Keys, Samples.Now).IsAccepted);
    }

    [Fact]
    public void Batch_cut_short_is_truncated()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(3));
        batch.Entries.RemoveAt(2);
        AssertFault(StreamFaults.Truncated, Empty, batch);
    }

    [Fact]
    public void Batch_of_too_many_entries_is_over_long_and_of_just_enough_is_not()
    {
        AssertFault(StreamFaults.OverLong, Empty, Samples.Batch(Empty, Samples.Entries(1001)));
        Assert.True(Verify(Empty, Samples.Batch(Empty, Samples.Entries(1000))).IsAccepted);
    }

    [Fact]
    public void Over_long_entry_and_over_long_batch_are_named()
    {
        var large = new SealedEntry { Entry = ByteString.CopyFrom(new byte[EnvelopeLimits.SealedEntryBytesMax]) };
        AssertFault(StreamFaults.OverLong, Empty, Samples.Batch(Empty, [large]));
        var many = Enumerable.Range(0, 5)
            .Select(_ => new SealedEntry { Entry = ByteString.CopyFrom(new byte[EnvelopeLimits.BatchBytesMax / 5]) });
        AssertFault(StreamFaults.OverLong, Empty, Samples.Batch(Empty, [.. many]));
    }

    [Fact]
    public void Batch_without_entries_or_with_a_bad_place_is_malformed()
    {
        AssertFault(StreamFaults.Malformed, Empty, Samples.Batch(Empty, []));
        var batch = Samples.Batch(Empty, Samples.Entries(1));
        batch.FirstIndex = -1;
        AssertFault(StreamFaults.Malformed, Empty, batch);
        batch.FirstIndex = long.MaxValue;
        AssertFault(StreamFaults.Malformed, Empty, batch);
    }

    [Fact]
    public void Checkpoint_that_is_none_is_malformed()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(1));
        batch.Checkpoint = ByteString.CopyFromUtf8("cbm.exchange\n1\n");
        AssertFault(StreamFaults.Malformed, Empty, batch);
        batch.Checkpoint = ByteString.Empty;
        AssertFault(StreamFaults.Malformed, Empty, batch);
    }

    [Fact]
    public void Fault_keeps_the_checkpoint_as_evidence()
    {
        var batch = Samples.Batch(Empty, Samples.Entries(3));
        batch.Entries.RemoveAt(2);
        Assert.Equal(batch.Checkpoint.ToByteArray(), Verify(Empty, batch).Fault!.Evidence.ToArray());
    }

    private static Verdict<VerifiedBatch, StreamFault> Verify(
        CompactRange held, EntryBatch batch, PeerKeys? keys = null) =>
        PeerStreamVerifier.Verify(Samples.Stream, held, batch, keys ?? Samples.Keys, Samples.Now);

    private static void AssertFault(string name, CompactRange held, EntryBatch batch, PeerKeys? keys = null) =>
        Assert.Equal(name, Verify(held, batch, keys).Fault?.Name);

    private static void AssertHeadFault(string name, CompactRange held, CompactRange signed)
    {
        var note = StreamHeads.Sign(Samples.Stream, signed, Samples.Now, Samples.CheckpointKey);
        var verdict = PeerStreamVerifier.VerifyHead(Samples.Stream, held, note, Samples.Keys, Samples.Now);
        Assert.Equal(name, verdict.Fault?.Name);
    }
}
