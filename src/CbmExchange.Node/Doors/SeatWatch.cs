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
    /// <summary>Runs a stream; throws the door's refusal when it was ended.</summary>
    public async Task RunAsync<T>(
        IServerStreamWriter<T> responses, ServerCallContext context,
        Func<IServerStreamWriter<T>, ServerCallContext, Task> stream)
    {
        var call = OfficerCall.Of(context);
        var certificate = context.GetHttpContext().Connection.ClientCertificate;
        void MustStillBeIn() => door.MustStillBeIn(call, certificate, context.Method);

        using var seated = new SeatedCall(context);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(seated, MustStillBeIn, over.Token);
        try
        {
            await stream(new SeatedWriter<T>(responses, MustStillBeIn), seated).ConfigureAwait(false);
        }
        catch (Exception error) when (seated.Refusal is not null && error is not RpcException)
        {
            // Named below: the service saw nothing but a call that ended.
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (seated.Refusal is { } refusal)
        {
            throw refusal;
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
