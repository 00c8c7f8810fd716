using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Substitutes.Tests.Interop;

/// <summary>Another implementation of gRPC, @grpc/grpc-js, calls the .NET server.</summary>
public sealed class GrpcJs
{
    private const int LimitBytes = 64 * 1024;

    [Fact]
    public async Task A_node_client_gets_all_it_asks_for_over_mutual_tls()
    {
        var health = new HealthServiceImpl();
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        await using var server = await ProbeServer.StartAsync(
            Transport.MutualTls,
            grpc => grpc.MaxReceiveMessageSize = LimitBytes,
            services => services
                .AddSingleton(health)
                .AddSingleton(new ReflectionV1ServiceImpl(Probe.Descriptor, ServerReflection.Descriptor)),
            app =>
            {
                app.MapGrpcService<HealthServiceImpl>();
                app.MapGrpcService<ReflectionV1ServiceImpl>();
            },
            errorsExpected: true);

        var printed = await GrpcJsClient.RunAsync(server);

        Assert.Contains("All 18 checks passed.", printed, StringComparison.Ordinal);
    }
}
