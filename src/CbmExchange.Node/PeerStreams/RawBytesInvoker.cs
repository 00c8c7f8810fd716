using System.Buffers;
using System.Collections.Concurrent;
using CbmExchange.Contracts.Sync.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Calls a peer and keeps the bytes of an answer that is no message: the generated reader forgets them, and they are
/// the evidence. They are bounded by the message size that the channel takes (<see cref="PeerStreamLimits"/>).
/// </summary>
internal sealed class RawBytesInvoker(CallInvoker inner) : CallInvoker
{
    // A channel remembers each method that it was called with, so each is made once.
    private static readonly ConcurrentDictionary<string, IMethod> Methods = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.BlockingUnaryCall(Keeping(method), host, options, request);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncUnaryCall(Keeping(method), host, options, request);

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        inner.AsyncServerStreamingCall(Keeping(method), host, options, request);

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        inner.AsyncClientStreamingCall(Keeping(method), host, options);

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        inner.AsyncDuplexStreamingCall(Keeping(method), host, options);

    private static Method<TRequest, TResponse> Keeping<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        (Method<TRequest, TResponse>)Methods.GetOrAdd(method.FullName, _ => new Method<TRequest, TResponse>(
            method.Type, method.ServiceName, method.Name, method.RequestMarshaller,
            Marshallers.Create(
                method.ResponseMarshaller.ContextualSerializer,
                context => Read(context, method.ResponseMarshaller.ContextualDeserializer))));

    private static T Read<T>(DeserializationContext context, Func<DeserializationContext, T> read)
    {
        // A context gives its payload once.
        var payload = context.PayloadAsReadOnlySequence();
        T message;
        try
        {
            message = read(new Payload(payload));
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new UnreadableMessageException(payload.ToArray(), fault);
        }

        return message is FollowResponse { EventCase: FollowResponse.EventOneofCase.None }
            ? throw new UnreadableMessageException(payload.ToArray(), null)
            : message;
    }

    private sealed class Payload(ReadOnlySequence<byte> bytes) : DeserializationContext
    {
        public override int PayloadLength => (int)bytes.Length;

        public override byte[] PayloadAsNewBuffer() => bytes.ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => bytes;
    }
}
