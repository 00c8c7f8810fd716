using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Generations;
using Google.Protobuf;

namespace CbmExchange.Sync.Tests;

public sealed class CarryOverTests
{
    private readonly CarryOver carried = new();
    private long next;

    [Fact]
    public void Of_each_record_the_newest_version_is_said_again_in_the_order_in_which_it_was_said()
    {
        Give(EntryKinds.Released, "r1", "v1");
        Give(EntryKinds.Released, "r2", "v1");
        Give(EntryKinds.Corrected, "r1", "v2", replaces: "v1");

        Assert.Equal(["1 released ", "2 corrected v1"], Said());
    }

    [Fact]
    public void A_message_that_was_widened_or_limited_later_is_said_as_the_message_it_is()
    {
        Give(EntryKinds.Message, "r1", "v1");
        Give(EntryKinds.Message, "r1", "v2", replaces: "v1");
        Give(EntryKinds.Widened, "r1", "v2");
        Give(EntryKinds.Released, "r1", "v2");

        Assert.Equal(["3 message v1"], Said());
    }

    [Fact]
    public void A_withdrawn_record_is_said_as_withdrawn_and_nothing_of_it_is_told_again()
    {
        Give(EntryKinds.Message, "r1", "v1");
        Give(EntryKinds.Withdrawn, "r1", "", replaces: "v1");

        Assert.Equal(["1 withdrawn v1"], Said());
    }

    [Fact]
    public void What_was_narrowed_stays_narrowed_until_it_is_given_again()
    {
        Give(EntryKinds.Released, "r1", "v1");
        Give(EntryKinds.Narrowed, "r1", "", replaces: "v1");
        Assert.Equal(["1 narrowed v1"], Said());

        Give(EntryKinds.Widened, "r1", "v1");
        Assert.Equal(["2 widened "], Said());
    }

    [Fact]
    public void Receipts_and_keys_are_said_again_and_checkpoints_of_the_peer_are_not()
    {
        Give(EntryKinds.Receipt, "m1", "");
        Give(EntryKinds.Receipt, "m1", "");
        Give(EntryKinds.Receipt, "ack", "v1");
        Give(EntryKinds.Key, "", "");
        Give(EntryKinds.CheckpointOfPeer, "", "");
        Give("a-kind-of-tomorrow", "", "");

        Assert.Equal(["0 receipt ", "1 receipt ", "2 receipt ", "3 key ", "5 a-kind-of-tomorrow "], Said());
    }

    private IEnumerable<string> Said() =>
        carried.Entries.Select(one => $"{one.Index} {one.Kind} {one.Replaces.ToStringUtf8()}");

    private void Give(string kind, string record, string statement, string replaces = "") => carried.Take(
        next++,
        new PeerEntry
        {
            Kind = kind,
            RecordId = record,
            StatementSha256 = ByteString.CopyFromUtf8(statement),
            ReplacesSha256 = ByteString.CopyFromUtf8(replaces),
        });
}
