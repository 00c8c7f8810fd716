using CbmExchange.Node.Observation;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CbmExchange.Node.Doors;

/// <summary>Runs the officers' door before every call of the officer services, and turns what they throw into a status.</summary>
internal sealed class OfficerInterceptor(OfficerDoor door, CallFaults faults, TimeProvider time) : Interceptor
{
    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, request as IMessage, () => continuation(request, context));

    /// <inheritdoc/>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, null, () => continuation(requestStream, context));

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, request as IMessage, async () =>
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
            return true;
        });

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, null, async () =>
        {
            await continuation(requestStream, responseStream, context).ConfigureAwait(false);
            return true;
        });

    private async Task<T> RunAsync<T>(ServerCallContext context, IMessage? request, Func<Task<T>> call)
    {
        var started = time.GetTimestamp();
        var code = StatusCode.OK;
        using var activity = NodeTelemetry.Activities.StartActivity("officer call");
        activity?.SetTag("rpc.method", context.Method);
        try
        {
            door.Enter(context, request);
            return await call().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            var answer = faults.ToStatus(error, context);
            code = answer.StatusCode;
            throw answer;
        }
        finally
        {
            var rpc = new KeyValuePair<string, object?>("rpc.method", context.Method);
            NodeTelemetry.Calls.Add(1, rpc, new KeyValuePair<string, object?>("code", code.ToString()));
            NodeTelemetry.CallSeconds.Record(time.GetElapsedTime(started).TotalSeconds, rpc);
        }
    }
}
