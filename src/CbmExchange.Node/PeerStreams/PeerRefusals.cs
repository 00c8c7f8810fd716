using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Domain;
using CbmExchange.Node.Errors;
using CbmExchange.Sync.Serving;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>The refusals of sync.proto. One text each, without content and without names.</summary>
internal static class PeerRefusals
{
    /// <summary>Reason of UNAUTHENTICATED.</summary>
    public const string PeerNotAdmitted = "PEER_NOT_ADMITTED";

    /// <summary>Reason of OUT_OF_RANGE.</summary>
    public const string HeadBehind = "HEAD_BEHIND";

    /// <summary>Reason of FAILED_PRECONDITION.</summary>
    public const string GenerationUnknown = "GENERATION_UNKNOWN";

    /// <summary>Reason of UNAVAILABLE while heads are being compared after a start.</summary>
    public const string HeadsNotCompared = "HEADS_NOT_COMPARED";

    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(5);

    /// <summary>The caller is no admitted peer.</summary>
    public static RpcException NotAdmitted() => RefusalStatus.ToException(
        StatusCode.Unauthenticated, PeerNotAdmitted, "This certificate belongs to no admitted participant.");

    /// <summary>
    /// There is no such attachment, or no entry of the caller's stream discloses it: the same answer.
    /// </summary>
    public static RpcException AttachmentNotFound() => RefusalStatus.ToException(
        StatusCode.NotFound, "ATTACHMENT_NOT_FOUND", "There is no such attachment.");

    /// <summary>The offset lies beyond the end of the attachment.</summary>
    public static RpcException OffsetBeyondEnd() => RefusalStatus.ToException(
        StatusCode.OutOfRange, "OFFSET_BEYOND_END", "The offset lies beyond the end of the attachment.");

    /// <summary>Fields are not as they must be.</summary>
    public static RpcException Invalid(params FieldFault[] faults) =>
        RefusalStatus.ToException(Refusal.Invalid(faults));

    /// <summary>One take-back per peer at a time.</summary>
    public static RpcException TakeBackReplaced() => RefusalStatus.ToException(
        StatusCode.Aborted, "TAKE_BACK_REPLACED", "A newer take-back of the same peer took over.");

    /// <summary>Heads are still being compared.</summary>
    public static RpcException NotCompared() => RefusalStatus.ToException(
        StatusCode.Unavailable, HeadsNotCompared, "This node compares its heads after a start; try again.");

    /// <summary>To an officer: a recipient may hold entries of ours that we lack.</summary>
    public static RpcException RecipientNotAsked() => RefusalStatus.ToException(
        StatusCode.Unavailable, HeadsNotCompared,
        "Since this node started, a recipient has not yet said which of our entries it holds, or is giving back some "
        + "that this node lost. Nothing was done. Ask again in a few seconds with the same command id, or leave it "
        + "out: `cbmx streams` shows which stream waits.",
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(RetrySoon) });

    /// <summary>Why a follow ended.</summary>
    public static RpcException Of(ServingEnd reason, long size, int generation) => reason switch
    {
        ServingEnd.HeadBehind => RefusalStatus.ToException(
            StatusCode.OutOfRange, HeadBehind, "The stream is shorter than asked for.",
            new HeadBehind { Size = size, Generation = generation }),
        ServingEnd.GenerationUnknown => RefusalStatus.ToException(
            StatusCode.FailedPrecondition, GenerationUnknown, "The stream has another generation.",
            new HeadBehind { Size = size, Generation = generation }),
        ServingEnd.SlowReader => RefusalStatus.ToException(
            StatusCode.ResourceExhausted, "SLOW_READER", "A message was not taken in time; resume from what is stored.",
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(RetrySoon) }),
        ServingEnd.FollowReplaced => RefusalStatus.ToException(
            StatusCode.Aborted, "FOLLOW_REPLACED", "A newer follow of the same peer took over."),
        ServingEnd.ShuttingDown => RefusalStatus.ToException(
            StatusCode.Unavailable, "SHUTTING_DOWN", "This node is shutting down; try again later."),
        _ => Invalid(new FieldFault("afterSize", "Generation and size are not negative.")),
    };
}
