using System.Security.Cryptography.X509Certificates;
using CbmExchange.Node.Officers;
using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>
/// An officer's open stream ends when its officer was removed, lost the role or holds a certificate that ended: before
/// the next message, and an idle one at once; for an ended certificate within <see cref="DoorLimits.SeatCheckEvery"/>.
/// </summary>
internal sealed class SeatWatch(OfficerDoor door, OfficerTable officers, TimeProvider time)
{
    /// <summary>Runs a stream out; throws the door's refusal when it was ended.</summary>
    public Task RunAsync<T>(
        IServerStreamWriter<T> responses, ServerCallContext context,
        Func<IServerStreamWriter<T>, ServerCallContext, Task> stream) =>
        RunAsync(context, async (call, mustStillBeIn) =>
        {
            await stream(new SeatedWriter<T>(responses, mustStillBeIn), call).ConfigureAwait(false);
            return true;
        });

    /// <summary>Runs a stream in; throws the door's refusal when it was ended.</summary>
    public Task<TResponse> RunAsync<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests, ServerCallContext context,
        Func<IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> stream) =>
        RunAsync(context, (call, mustStillBeIn) =>
            stream(new SeatedReader<TRequest>(requests, call, mustStillBeIn), call));

    private async Task<T> RunAsync<T>(ServerCallContext context, Func<SeatedCall, Action, Task<T>> stream)
    {
        var place = door.EnterStream(context);
        try
        {
            return await RunSeatedAsync(context, stream).ConfigureAwait(false);
        }
        finally
        {
            place.Close();
        }
    }

    private async Task<T> RunSeatedAsync<T>(ServerCallContext context, Func<SeatedCall, Action, Task<T>> stream)
    {
        var call = OfficerCall.Of(context);
        var certificate = context.GetHttpContext().Connection.ClientCertificate;
        void MustStillBeIn() => door.MustStillBeIn(call, certificate, context.Method);

        using var seated = new SeatedCall(context);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(seated, MustStillBeIn, over.Token);
        try
        {
            var answer = await stream(seated, MustStillBeIn).ConfigureAwait(false);
            return seated.Refusal is { } late ? throw late : answer;
        }
        catch (Exception error) when (seated.Refusal is not null && error is not RpcException)
        {
            // The service saw nothing but a call that ended.
            throw seated.Refusal;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(SeatedCall seated, Action mustStillBeIn, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = officers.Changed;
            try
            {
                mustStillBeIn();
            }
            catch (RpcException refusal)
            {
                seated.End(refusal);
                return;
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(DoorLimits.SeatCheckEvery, time, pause.Token))
                .ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
        }
    }
}
