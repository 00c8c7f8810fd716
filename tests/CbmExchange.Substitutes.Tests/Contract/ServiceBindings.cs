using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class ServiceBindings
{
    [Fact]
    public void Methods_are_bound_in_the_order_added()
    {
        var service = ServerServiceDefinition.CreateBuilder()
            .AddMethod(Named("c"), Answer)
            .AddMethod(Named("a"), Answer)
            .AddMethod(Named("b"), Answer)
            .Build();
        var binder = new NamesOnly();

        service.BindService(binder);

        Assert.Equal(["c", "a", "b"], binder.Names);
    }

    [Fact]
    public void A_method_bound_twice_is_refused()
    {
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(Named("a"), Answer);

        Assert.Throws<ArgumentException>(() => builder.AddMethod(Named("a"), Answer));
    }

    [Fact]
    public void A_binder_implements_nothing_by_itself()
    {
        var service = ServerServiceDefinition.CreateBuilder().AddMethod(Named("a"), Answer).Build();

        Assert.Throws<NotImplementedException>(() => service.BindService(new ServiceBinderBase()));
    }

    [Fact]
    public void An_auth_context_names_the_peer_by_one_property()
    {
        var name = AuthProperty.Create("name", "ü"u8.ToArray());
        var other = AuthProperty.Create("other", [1]);
        var context = new AuthContext("name", new() { ["name"] = [name], ["other"] = [other] });

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal("ü", context.PeerIdentity.Single().Value);
        Assert.Equal([name, other], context.Properties);
        Assert.Empty(context.FindPropertiesByName("third"));
        Assert.Empty(new AuthContext(null, []).PeerIdentity);
        Assert.False(new AuthContext(null, []).IsPeerAuthenticated);
    }

    private static Method<string, string> Named(string name) =>
        new(MethodType.Unary, "s", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static Task<string> Answer(string request, ServerCallContext context) => Task.FromResult(request);

    private sealed class NamesOnly : ServiceBinderBase
    {
        public List<string> Names { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            Names.Add(method.Name);
    }
}
