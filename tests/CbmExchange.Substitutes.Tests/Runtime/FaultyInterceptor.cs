using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CbmExchange.Substitutes.Tests.Runtime;

/// <summary>A server's own mistake: an exception that no handler expected.</summary>
internal sealed class FaultyInterceptor : Interceptor
{
    public const string Secret = "names that must not leave the server";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        throw new InvalidOperationException(Secret);
}
