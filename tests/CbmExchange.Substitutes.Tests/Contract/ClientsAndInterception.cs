using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Runtime;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class ClientsAndInterception
{
    private static readonly ProbeMessage Request = new();

    [Fact]
    public void The_first_interceptor_of_a_list_sees_a_call_first()
    {
        var seen = new List<string>();
        var invoker = new RecordingInvoker().Intercept(Note("a"), Note("b"), Note("c"));

        new Probe.ProbeClient(invoker).Echo(Request);

        Assert.Equal(["a blocking", "b blocking", "c blocking"], seen);
        NotingInterceptor Note(string name) => new(name, seen);
    }

    [Fact]
    public void The_last_interceptor_of_a_chain_sees_a_call_first()
    {
        var seen = new List<string>();
        var invoker = new RecordingInvoker()
            .Intercept(new NotingInterceptor("a", seen))
            .Intercept(new NotingInterceptor("b", seen));

        new Probe.ProbeClient(invoker).Echo(Request);

        Assert.Equal(["b blocking", "a blocking"], seen);
    }

    [Fact]
    public void An_empty_list_of_interceptors_changes_nothing()
    {
        var invoker = new RecordingInvoker();

        Assert.Same(invoker, invoker.Intercept(Array.Empty<Interceptor>()));
    }

    [Fact]
    public void Null_interceptors_are_refused()
    {
        var invoker = new RecordingInvoker();

        Assert.Throws<ArgumentNullException>(() => invoker.Intercept((Interceptor)null!));
        Assert.Throws<ArgumentNullException>(() => invoker.Intercept((Func<Metadata, Metadata>)null!));
        Assert.Throws<ArgumentNullException>(() => invoker.Intercept(new Interceptor[] { null! }));
    }

    [Fact]
    public void A_header_function_gets_the_call_s_own_headers_or_new_ones()
    {
        var given = new List<Metadata>();
        var replacement = new Metadata();
        var inner = new RecordingInvoker();
        var own = new Metadata { { "k", "v" } };
        var client = new Probe.ProbeClient(inner.Intercept(headers =>
        {
            given.Add(headers);
            return replacement;
        }));

        client.Echo(Request, own);
        client.Echo(Request);

        Assert.Same(own, given[0]);
        Assert.Empty(given[1]);
        Assert.All(inner.Calls, call => Assert.Same(replacement, call.Options.Headers));
    }

    [Fact]
    public void With_host_replaces_the_host_of_every_call()
    {
        var inner = new RecordingInvoker();
        var client = new Probe.ProbeClient(inner).WithHost("first").WithHost("second");

        client.Echo(Request);
        client.EchoAsync(Request);
        client.Repeat(Request);
        client.Collect();
        client.Exchange();

        Assert.Equal(5, inner.Calls.Count);
        Assert.All(inner.Calls, call => Assert.Equal("second", call.Host));
        Assert.Throws<ArgumentNullException>(() => client.WithHost(null!));
    }

    [Fact]
    public void A_client_made_for_a_test_double_throws_on_a_call()
    {
        var client = new DoubleOfProbe();

        Assert.Throws<NotImplementedException>(() => client.Echo(Request));
        Assert.Throws<NotImplementedException>(() => client.EchoAsync(Request));
        Assert.Throws<NotImplementedException>(() => client.Exchange());
    }

    [Fact]
    public async Task A_call_made_by_hand_is_awaited_like_any_other()
    {
        var disposed = false;
        var headers = new Metadata();
        var trailers = new Metadata();
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("answer"),
            Task.FromResult(headers),
            () => Status.DefaultSuccess,
            () => trailers,
            () => disposed = true);

        Assert.Equal("answer", await call);
        Assert.Equal("answer", await call.ConfigureAwait(true));
        Assert.Same(headers, await call.ResponseHeadersAsync);
        Assert.Same(trailers, call.GetTrailers());
        call.Dispose();
        Assert.True(disposed);
    }

    [Fact]
    public void Options_change_one_thing_at_a_time()
    {
        var headers = new Metadata();
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var deadline = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        var options = new CallOptions(headers).WithDeadline(deadline).WithCredentials(credentials)
            .WithWriteOptions(WriteOptions.Default).WithWaitForReady();

        Assert.Same(headers, options.Headers);
        Assert.Equal(deadline, options.Deadline);
        Assert.Same(credentials, options.Credentials);
        Assert.Same(WriteOptions.Default, options.WriteOptions);
        Assert.True(options.IsWaitForReady);
        Assert.False(options.WithWaitForReady(false).IsWaitForReady);
    }

    private sealed class DoubleOfProbe : Probe.ProbeClient;
}
