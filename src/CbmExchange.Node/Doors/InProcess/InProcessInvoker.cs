using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using GrpcStatus = Grpc.Core.Status;

namespace CbmExchange.Node.Doors.InProcess;

/// <summary>
/// Calls the officers' services of this node from within (design D11): the same interceptor, and so the same
/// authentication, authorisation, allowance, validation and audit as for a call over the network. What is answered
/// stands in other answers too: it MUST NOT be changed.
/// </summary>
/// <param name="officer">In whose name; asked about at each call.</param>
/// <param name="services">The services.</param>
/// <param name="door">What stands before them.</param>
/// <param name="provider">The container.</param>
/// <param name="time">The clock.</param>
internal sealed class InProcessInvoker(
    X509Certificate2 officer, InProcessServices services, DoorInterceptor door, IServiceProvider provider,
    TimeProvider time) : CallInvoker
{
    private const int MessagesAheadMax = 16;

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("A page waits for nothing while it blocks a thread.");

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = Begin(method, options);
        var response = RunAsync(call, async () =>
        {
            Check(request);
            return await door.UnaryServerHandler(
                request, call, services.Find<UnaryServerMethod<TRequest, TResponse>>(method)).ConfigureAwait(false);
        });
        return new AsyncUnaryCall<TResponse>(
            response, Task.FromResult<Metadata>([]), () => StatusOf(response), () => call.Trailers, call.End);
    }

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = Begin(method, options);
        var pipe = new Pipe<TResponse>();
        var running = RunAsync(call, async () =>
        {
            try
            {
                Check(request);
                await door.ServerStreamingServerHandler(
                    request, pipe, call, services.Find<ServerStreamingServerMethod<TRequest, TResponse>>(method))
                    .ConfigureAwait(false);
                pipe.End(null);
            }
            catch (Exception fault)
            {
                pipe.End(fault);
                throw;
            }

            return true;
        });
        return new AsyncServerStreamingCall<TResponse>(
            pipe, Task.FromResult<Metadata>([]), () => StatusOf(running), () => call.Trailers, call.End);
    }

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = Begin(method, options);
        var pipe = new Pipe<TRequest>();
        var response = RunAsync(call, () => door.ClientStreamingServerHandler(
            pipe, call, services.Find<ClientStreamingServerMethod<TRequest, TResponse>>(method)));
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            pipe, response, Task.FromResult<Metadata>([]), () => StatusOf(response), () => call.Trailers, call.End);
    }

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException("Officers have no such call.");

    private InProcessCall Begin(IMethod method, CallOptions options) =>
        new(method.FullName, options, officer, provider, time);

    // Over the network the runtime refuses it before it is read.
    private static void Check<TRequest>(TRequest request)
    {
        if (request is IMessage message && message.CalculateSize() > DoorLimits.RequestBytesMax)
        {
            throw new RpcException(new GrpcStatus(
                StatusCode.ResourceExhausted, "The request is larger than this node takes."));
        }
    }

    private static async Task<T> RunAsync<T>(InProcessCall call, Func<Task<T>> run)
    {
        using (call)
        {
            try
            {
                return await run().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new RpcException(new GrpcStatus(StatusCode.Cancelled, "The call was ended."));
            }
        }
    }

    private static GrpcStatus StatusOf(Task done) => done.Status switch
    {
        TaskStatus.RanToCompletion => GrpcStatus.DefaultSuccess,
        TaskStatus.Faulted when done.Exception!.InnerException is RpcException refused => refused.Status,
        TaskStatus.Faulted => new GrpcStatus(StatusCode.Unknown, "The call failed."),
        _ => throw new InvalidOperationException("The call has not ended yet."),
    };

    // One side writes, the other reads; so many messages ahead and no more.
    private sealed class Pipe<T> : IAsyncStreamReader<T>, IServerStreamWriter<T>, IClientStreamWriter<T>
    {
        private readonly Channel<T> channel = Channel.CreateBounded<T>(MessagesAheadMax);

        public T Current { get; private set; } = default!;

        public WriteOptions? WriteOptions { get; set; }

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            Current = await channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }

        public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(T message, CancellationToken cancellationToken) =>
            channel.Writer.WriteAsync(message, cancellationToken).AsTask();

        public Task CompleteAsync()
        {
            End(null);
            return Task.CompletedTask;
        }

        public void End(Exception? fault) => channel.Writer.TryComplete(fault);
    }
}
