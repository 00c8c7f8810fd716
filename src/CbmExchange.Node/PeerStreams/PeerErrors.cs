using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Errors;
using CbmExchange.Sync.Following;
using Google.Protobuf;
using Grpc.Core;
using RpcStatus = CbmExchange.Contracts.Rpc.Status;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Turns how a peer's answer ended into an input of the follower. A peer's error text is never repeated.
/// </summary>
internal static class PeerErrors
{
    /// <summary>What the end of a connection means.</summary>
    public static FollowerInput ToInput(long connection, RpcException fault)
    {
        var (reason, behind) = Read(fault);
        return (reason, behind) switch
        {
            (PeerRefusals.HeadBehind, not null) =>
                new FollowerInput.HeadBehindReported(connection, behind.Size, behind.Generation),
            (PeerRefusals.GenerationUnknown, not null) =>
                new FollowerInput.GenerationUnknown(connection, behind.Generation),
            ({ Length: > 0 }, _) => new FollowerInput.StreamEnded(connection, reason),
            _ => OfTransport(connection, fault),
        };
    }

    /// <summary>The stable reason of a refusal; empty when the answer carries none.</summary>
    public static string ReasonOf(RpcException fault) => Read(fault).Reason;

    // Without a reason of ours the client library speaks: only what it says about bytes it could not take is a fault.
    private static FollowerInput OfTransport(long connection, RpcException fault)
    {
        var cause = fault.Status.DebugException;
        if (fault.StatusCode == StatusCode.ResourceExhausted)
        {
            return Garbage(connection, StreamFaults.OverLong, "A message is longer than 1 MiB.");
        }

        if ((cause as UnreadableMessageException ?? cause?.InnerException) is UnreadableMessageException unreadable)
        {
            return new FollowerInput.GarbageArrived(
                connection, new StreamFault(StreamFaults.Malformed, unreadable.Message, unreadable.Bytes));
        }

        if (cause is InvalidDataException
            || fault.Status.Detail.Contains("ncomplete message", StringComparison.Ordinal))
        {
            return Garbage(connection, StreamFaults.Truncated, "The stream ended inside a message.");
        }

        return new FollowerInput.StreamEnded(connection, fault.StatusCode.ToString());
    }

    private static FollowerInput.GarbageArrived Garbage(long connection, string name, string sentence) =>
        new(connection, new StreamFault(name, sentence, ReadOnlyMemory<byte>.Empty));

    private static (string Reason, HeadBehind? Behind) Read(RpcException fault)
    {
        try
        {
            if (fault.Trailers.GetValueBytes(RefusalStatus.DetailsTrailer) is not { } bytes)
            {
                return ("", null);
            }

            var status = RpcStatus.Parser.ParseFrom(bytes);
            var info = status.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>();
            var behind = status.Details.FirstOrDefault(
                detail => detail.Is(HeadBehind.Descriptor))?.Unpack<HeadBehind>();
            return (info?.Reason ?? "", behind);
        }
        catch (InvalidProtocolBufferException)
        {
            return ("", null);
        }
    }
}
