using System.Collections.Concurrent;
using System.Reflection;
using Grpc.Core;

namespace CbmExchange.Node.Doors.InProcess;

/// <summary>The officers' services as the generated code binds them, found by the method that is called.</summary>
internal sealed class InProcessServices : ServiceBinderBase
{
    private readonly ConcurrentDictionary<string, Delegate> handlers = new(StringComparer.Ordinal);

    /// <summary>Binds a service by what the generated code says of it.</summary>
    public void Bind<TService>(IServiceProvider provider)
        where TService : class
    {
        var service = typeof(TService).BaseType!;
        var bind = service.GetCustomAttribute<BindServiceMethodAttribute>()
            ?? throw new InvalidOperationException($"{typeof(TService).Name} is no service of the generated code.");
        bind.BindType.GetMethod(bind.BindMethodName, [typeof(ServiceBinderBase), service])!
            .Invoke(null, [this, ActivatorUtilities.GetServiceOrCreateInstance<TService>(provider)]);
    }

    /// <summary>The handler of a method; a method that no service has is unimplemented, as on the network.</summary>
    public THandler Find<THandler>(IMethod method)
        where THandler : Delegate =>
        handlers.GetValueOrDefault(method.FullName) as THandler
        ?? throw new RpcException(new Status(StatusCode.Unimplemented, "Service is unimplemented."));

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Add(method, handler);

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler);

    private void Add(IMethod method, Delegate? handler) =>
        handlers[method.FullName] = handler ?? throw new ArgumentNullException(nameof(handler));
}
