using System.Reflection;
using Grpc.Core;
using Grpc.Net.Compression;

namespace CbmExchange.Substitutes.Tests.Surface;

public sealed class Identity
{
    private const string Rest = "Version=2.0.0.0, Culture=neutral, PublicKeyToken=d754f35622e28bad";

    [Fact]
    public void The_contract_assemblies_have_the_official_identity()
    {
        Assert.Equal($"Grpc.Core.Api, {Rest}", typeof(ServerCallContext).Assembly.FullName);
        Assert.Equal($"Grpc.Net.Common, {Rest}", typeof(ICompressionProvider).Assembly.FullName);
    }

    [Theory]
    [InlineData("Grpc.AspNetCore.Server")]
    [InlineData("Grpc.Net.Client")]
    public void The_official_assemblies_ask_for_that_identity(string official)
    {
        var asked = Assembly.Load(official).GetReferencedAssemblies().Select(name => name.FullName).ToList();

        Assert.Contains($"Grpc.Core.Api, {Rest}", asked);
        Assert.Contains($"Grpc.Net.Common, {Rest}", asked);
    }

#if !COMPLETE_REGISTRY
    [Theory]
    [InlineData("Grpc.Core.Api")]
    [InlineData("Grpc.Net.Common")]
    [InlineData("Grpc.HealthCheck")]
    [InlineData("Grpc.Reflection")]
    public void A_substitute_says_that_it_is_one(string name)
    {
        var version = Assembly.Load(name).GetCustomAttribute<AssemblyInformationalVersionAttribute>();

        Assert.EndsWith("+contract", version!.InformationalVersion, StringComparison.Ordinal);
    }
#endif
}
