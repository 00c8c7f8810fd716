using CbmExchange.Substitutes.Tests.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class HealthService
{
    private const string Service = "cbm.substitutes.test.Probe";
    private static readonly HealthCheckRequest Question = new() { Service = Service };

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Check_tells_the_status_of_a_service_and_of_the_server(Transport transport)
    {
        var health = new HealthServiceImpl();
        await using var server = await StartAsync(health, transport);
        var client = new Health.HealthClient(server.Connect());
        health.SetStatus(Service, ServingStatus.NotServing);
        health.SetStatus("", ServingStatus.Serving);

        Assert.Equal(ServingStatus.NotServing, (await client.CheckAsync(Question)).Status);
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task Check_of_an_unknown_service_is_not_found()
    {
        await using var server = await StartAsync(new HealthServiceImpl());
        var client = new Health.HealthClient(server.Connect());

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(Question));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Watch_tells_the_present_status_and_every_change(Transport transport)
    {
        var health = new HealthServiceImpl();
        await using var server = await StartAsync(health, transport);
        using var call = new Health.HealthClient(server.Connect()).Watch(Question);

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
        health.SetStatus(Service, ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
        health.SetStatus(Service, ServingStatus.Serving);
        health.SetStatus(Service, ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        health.ClearStatus(Service);
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
    }

    [Fact]
    public async Task Clearing_all_forgets_every_service()
    {
        var health = new HealthServiceImpl();
        await using var server = await StartAsync(health);
        var client = new Health.HealthClient(server.Connect());
        health.SetStatus(Service, ServingStatus.Serving);
        using var call = client.Watch(Question);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));

        health.ClearAll();

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
        await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(Question));
    }

    [Fact]
    public async Task Watchers_of_one_service_hear_nothing_of_another()
    {
        var health = new HealthServiceImpl();
        await using var server = await StartAsync(health);
        using var call = new Health.HealthClient(server.Connect()).Watch(Question);
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));

        health.SetStatus("other.Service", ServingStatus.NotServing);
        health.SetStatus(Service, ServingStatus.Serving);

        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
    }

    private static Task<ProbeServer> StartAsync(HealthServiceImpl health, Transport transport = Transport.Plain) =>
        ProbeServer.StartAsync(
            transport,
            services: services => services.AddSingleton(health),
            map: app => app.MapGrpcService<HealthServiceImpl>());

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current.Status;
    }
}
