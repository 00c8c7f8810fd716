using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Domain;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RpcStatus = CbmExchange.Contracts.Rpc.Status;

namespace CbmExchange.Node.Errors;

/// <summary>
/// The one adapter from a refusal to a gRPC status with google.rpc details (style.md E2, E3). The same refusal always
/// gives the same bytes, so that "not found" and "not released to you" cannot be told apart (E4).
/// </summary>
internal static class RefusalStatus
{
    /// <summary>Domain of every ErrorInfo.</summary>
    public const string ErrorDomain = "cbm.exchange";

    /// <summary>Trailer of the google.rpc.Status (google.aip.dev/193).</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Wait that RESOURCE_EXHAUSTED asks for: one refill of an officer's call allowance.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>The exception that carries a refusal of a command or a question.</summary>
    /// <param name="refusal">What was refused.</param>
    /// <param name="recordId">The record of the command, for a version conflict.</param>
    public static RpcException ToException(Refusal refusal, string recordId = "")
    {
        var code = CodeOf(refusal.Kind);
        List<IMessage> details = [];
        if (!refusal.Faults.IsDefaultOrEmpty)
        {
            details.Add(BadRequestOf(refusal));
        }

        switch (refusal.Kind)
        {
            case RefusalKind.FailedPrecondition:
                details.Add(PreconditionOf(refusal));
                break;
            case RefusalKind.VersionConflict:
                details.Add(new VersionConflict { RecordId = recordId, HeldVersion = refusal.HeldVersion?.Value ?? 0 });
                break;
            case RefusalKind.ResourceExhausted:
                details.Add(new RetryInfo { RetryDelay = Duration.FromTimeSpan(RetryDelay) });
                break;
        }

        return Build(code, WireReasons.Of(refusal.Reason), refusal.Sentence, details);
    }

    /// <summary>A "no" of the host itself: who are you, shutting down, the store does not answer.</summary>
    public static RpcException ToException(
        StatusCode code, string reason, string sentence, params IMessage[] details) =>
        Build(code, reason, sentence, details);

    /// <summary>The promised reason that an exception carries; null when it carries none.</summary>
    public static string? ReasonOf(RpcException refused) =>
        refused.Trailers.GetValueBytes(DetailsTrailer) is { } bytes
            ? RpcStatus.Parser.ParseFrom(bytes).Details.Where(detail => detail.Is(ErrorInfo.Descriptor))
                .Select(detail => detail.Unpack<ErrorInfo>().Reason).FirstOrDefault()
            : null;

    /// <summary>A bug: the answer holds an id by which an operator finds the log line, and nothing else (E5).</summary>
    public static RpcException Internal(string correlationId) =>
        Build(StatusCode.Internal, "INTERNAL", "Something went wrong on this node; its log has more.",
            [new RequestInfo { RequestId = correlationId }]);

    private static RpcException Build(StatusCode code, string reason, string sentence, IEnumerable<IMessage> details)
    {
        var status = new RpcStatus { Code = (int)code, Message = sentence };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = ErrorDomain }));
        status.Details.AddRange(details.Select(detail => Any.Pack(detail)));
        return new RpcException(
            new global::Grpc.Core.Status(code, sentence), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }

    private static StatusCode CodeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.InvalidArgument => StatusCode.InvalidArgument,
        RefusalKind.NotFound => StatusCode.NotFound,
        RefusalKind.FailedPrecondition => StatusCode.FailedPrecondition,
        RefusalKind.VersionConflict => StatusCode.Aborted,
        RefusalKind.PermissionDenied => StatusCode.PermissionDenied,
        RefusalKind.ResourceExhausted => StatusCode.ResourceExhausted,
        _ => throw new InvalidOperationException($"No status for {kind}."),
    };

    private static BadRequest BadRequestOf(Refusal refusal)
    {
        var details = new BadRequest();
        details.FieldViolations.AddRange(refusal.Faults.Select(fault =>
            new BadRequest.Types.FieldViolation { Field = fault.Field, Description = fault.Description }));
        return details;
    }

    private static PreconditionFailure PreconditionOf(Refusal refusal)
    {
        var details = new PreconditionFailure();
        details.Violations.Add(new PreconditionFailure.Types.Violation
        {
            Type = WireReasons.Of(refusal.Reason),
            Description = refusal.Sentence,
        });
        return details;
    }
}
