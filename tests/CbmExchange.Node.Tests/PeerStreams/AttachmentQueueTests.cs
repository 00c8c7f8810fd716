using CbmExchange.Domain;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Tests.PeerStreams;

public sealed class AttachmentQueueTests
{
    private static readonly ParticipantId One = new("one");
    private static readonly ParticipantId Other = new("other");

    private readonly AttachmentQueue queue = new();

    [Fact]
    public void What_is_over_the_quota_moves_up_oldest_first_when_one_of_the_same_peer_is_done()
    {
        for (var n = 0; n < PeerStreamLimits.AttachmentsPendingMax; n++)
        {
            Assert.True(Want(One, n));
        }

        Assert.False(Want(One, 1002));
        Assert.False(Want(One, 1001));
        Assert.True(Want(Other, 0));
        Assert.Null(queue.Find(One, Hash(1001)));

        queue.Done(Other, Hash(0));
        Assert.Null(queue.Find(One, Hash(1001)));
        queue.Done(One, Hash(7));

        Assert.NotNull(queue.Find(One, Hash(1001)));
        Assert.Null(queue.Find(One, Hash(1002)));
        queue.Done(One, Hash(1001));
        Assert.NotNull(queue.Find(One, Hash(1002)));
    }

    [Fact]
    public void What_waits_in_line_holds_the_review_back_too()
    {
        var large = PeerStreamLimits.AttachmentBytesPendingMax;
        Assert.True(queue.Want(One, Hash(1), new WantedAttachment(large, new(9))));
        Assert.False(queue.Want(One, Hash(2), new WantedAttachment(1, new(5))));
        Assert.Equal(5, queue.Oldest!.Value.Value);

        queue.Done(One, Hash(1));
        queue.Done(One, Hash(2));
        Assert.Null(queue.Oldest);
    }

    [Fact]
    public void The_line_is_bounded()
    {
        queue.Want(One, Hash(0), new WantedAttachment(PeerStreamLimits.AttachmentBytesPendingMax, new(0)));
        for (var n = 1; n <= PeerStreamLimits.AttachmentsOverQuotaMax + 1; n++)
        {
            Assert.False(Want(One, n));
        }

        queue.Done(One, Hash(0));
        for (var n = 1; n <= PeerStreamLimits.AttachmentsOverQuotaMax; n++)
        {
            queue.Done(One, Hash(n));
        }

        Assert.Null(queue.Oldest);
    }

    private static ContentHash Hash(int number) => new($"{number:d64}");

    private bool Want(ParticipantId peer, int number) =>
        queue.Want(peer, Hash(number), new WantedAttachment(1, new(number)));
}
