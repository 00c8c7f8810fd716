using CbmExchange.Node.Errors;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>
/// What a caller is told when a service throws. Nothing of the exception reaches the caller (style.md E5).
/// </summary>
internal sealed partial class CallFaults(IHostApplicationLifetime lifetime, ILogger<CallFaults> log)
{
    /// <summary>The status of an exception.</summary>
    public RpcException ToStatus(Exception error, ServerCallContext context)
    {
        switch (error)
        {
            case RpcException known:
                return known;
            case OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested:
                return RefusalStatus.ToException(
                    StatusCode.Unavailable, "SHUTTING_DOWN", "This node is shutting down; try again later.");
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The caller ended the call."));
            case Exception when StoreFaults.IsUnavailable(error):
                StoreUnavailable(log, context.Method, context.GetHttpContext().TraceIdentifier);
                return RefusalStatus.ToException(
                    StatusCode.Unavailable, "STORE_UNAVAILABLE", SentenceOf(error, context));
            default:
                CallFailed(log, context.Method, context.GetHttpContext().TraceIdentifier, error);
                return RefusalStatus.Internal(context.GetHttpContext().TraceIdentifier);
        }
    }

    // An officer can act on what the database said, which is a plain sentence without content; how this node fares is
    // no peer's business.
    private static string SentenceOf(Exception error, ServerCallContext context) =>
        error is StoreUnavailableException known
            && context.GetHttpContext().Features.Get<DoorFeature>() is { Door: Door.Officers }
            ? $"{known.Message} It is safe to repeat."
            : "The database does not answer; it is safe to repeat.";

    // The type and place of an exception, never its message: it could hold content.
    private static void CallFailed(ILogger log, string rpc, string correlationId, Exception error) =>
        CallFailed(log, rpc, correlationId, error.GetType().Name, error.StackTrace ?? "");

    [LoggerMessage(NodeEventIds.CallFailed, LogLevel.Error,
        "{Rpc} failed; correlation {CorrelationId}: {ExceptionType} {StackTrace}")]
    private static partial void CallFailed(
        ILogger log, string rpc, string correlationId, string exceptionType, string stackTrace);

    [LoggerMessage(NodeEventIds.StoreUnavailable, LogLevel.Warning,
        "The store did not answer {Rpc}; correlation {CorrelationId}.")]
    private static partial void StoreUnavailable(ILogger log, string rpc, string correlationId);
}
