using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

/// <summary>An invoker without network: keeps what each call asked for and answers with the request.</summary>
internal sealed class RecordingInvoker : CallInvoker
{
    public List<(string Method, string? Host, CallOptions Options)> Calls { get; } = [];

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.Name, host, options));
        return (TResponse)(object)request;
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.Name, host, options));
        return new AsyncUnaryCall<TResponse>(
            Task.FromResult((TResponse)(object)request),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Add((method.Name, host, options));
        return null!;
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Calls.Add((method.Name, host, options));
        return null!;
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Calls.Add((method.Name, host, options));
        return null!;
    }
}
