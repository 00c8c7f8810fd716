using CbmExchange.Node.Observation;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Around every call of every service: the officers' door before a call on the officers' listener, and one place that
/// turns what a service throws into a status. Who calls on the peers' listener, PeerStreams asks for each call.
/// </summary>
internal sealed class DoorInterceptor(OfficerDoor door, SeatWatch seats, CallFaults faults, TimeProvider time)
    : Interceptor
{
    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, request as IMessage, () => continuation(request, context));

    /// <inheritdoc/>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, null, () => DoorOf(context) == Door.Officers
            ? seats.RunAsync(requestStream, context, (reader, call) => continuation(reader, call))
            : continuation(requestStream, context));

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, request as IMessage, async () =>
        {
            await StreamAsync(responseStream, context, (writer, call) => continuation(request, writer, call))
                .ConfigureAwait(false);
            return true;
        });

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, null, async () =>
        {
            await StreamAsync(responseStream, context, (writer, call) => continuation(requestStream, writer, call))
                .ConfigureAwait(false);
            return true;
        });

    // A service that was mapped without a door is reachable by nobody.
    private static Door DoorOf(ServerCallContext context) =>
        context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<DoorMetadata>()?.Door
        ?? throw new InvalidOperationException("The service was mapped without a door.");

    private Task StreamAsync<T>(
        IServerStreamWriter<T> responses, ServerCallContext context,
        Func<IServerStreamWriter<T>, ServerCallContext, Task> stream) =>
        DoorOf(context) == Door.Officers ? seats.RunAsync(responses, context, stream) : stream(responses, context);

    // A peer has so many calls, and so many of them open, over all its connections.
    private static async Task<T> WithinAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var allowance = context.GetHttpContext().Features.Get<CallerAllowance>()
            ?? throw new InvalidOperationException("The connection came in without its gate.");
        if (!allowance.TryCall())
        {
            throw OfficerDoor.TooManyCalls();
        }

        if (!allowance.TryOpen())
        {
            throw OfficerDoor.TooManyStreams(DoorLimits.PeerCallsOpenMax);
        }

        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            allowance.Close();
        }
    }

    private async Task<T> RunAsync<T>(ServerCallContext context, IMessage? request, Func<Task<T>> call)
    {
        var started = time.GetTimestamp();
        var code = StatusCode.OK;
        using var activity = NodeTelemetry.Activities.StartActivity("call");
        activity?.SetTag("rpc.method", context.Method);
        try
        {
            if (DoorOf(context) == Door.Peers)
            {
                return await WithinAsync(context, call).ConfigureAwait(false);
            }

            door.Enter(context, request);
            return await call().ConfigureAwait(false);
        }
        catch (RpcException refused) when (OfficerDoor.WasLetIn(context))
        {
            door.Note(context, refused);
            code = refused.StatusCode;
            throw;
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
