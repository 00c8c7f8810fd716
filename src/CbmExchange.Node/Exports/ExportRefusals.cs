using CbmExchange.Domain;
using CbmExchange.Node.Errors;
using Grpc.Core;

namespace CbmExchange.Node.Exports;

/// <summary>The refusals of export.proto.</summary>
internal static class ExportRefusals
{
    /// <summary>The roles do not read everything that a stream may hold.</summary>
    public static RpcException NotYours() => RefusalStatus.ToException(new Refusal(
        RefusalKind.PermissionDenied, "ROLE_MISSING",
        "A stream holds records of every type: only an officer who may read them all, and the audit trail, "
        + "exports it."));

    /// <summary>Nothing was ever sent in this direction.</summary>
    public static RpcException Empty() => RefusalStatus.ToException(new Refusal(
        RefusalKind.FailedPrecondition, "STREAM_EMPTY", "Nothing was sent in this direction yet; there is no stream."));

    /// <summary>An own generation that a newer one replaced.</summary>
    public static RpcException Closed() => RefusalStatus.ToException(new Refusal(
        RefusalKind.FailedPrecondition, "GENERATION_CLOSED",
        "A newer generation of this stream was opened; this node signs no head of the older one again."));

    /// <summary>No head to this peer may be signed yet.</summary>
    public static RpcException NotCompared() => RefusalStatus.ToException(
        StatusCode.Unavailable, "HEADS_NOT_COMPARED",
        "This node has not compared its stream with the peer since it started, so it signs nothing to it yet; try "
        + "again when `cbmx streams` shows the peer as connected.");

    /// <summary>Others are exporting.</summary>
    public static RpcException TooMany() => RefusalStatus.ToException(new Refusal(
        RefusalKind.ResourceExhausted, "TOO_MANY_EXPORTS",
        "Other exports are running on this node; try again when they are done."));

    /// <summary>Fields are not as they must be.</summary>
    public static RpcException Invalid(string field, string description) =>
        RefusalStatus.ToException(Refusal.Invalid([new FieldFault(field, description)]));
}
