using CbmExchange.Substitutes.Tests.Protocol;
using CbmExchange.Substitutes.Tests.Server;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Alpha = Grpc.Reflection.V1Alpha;

namespace CbmExchange.Substitutes.Tests.Runtime;

public sealed class ReflectionService
{
    private const string Service = "cbm.substitutes.test.Probe";
    private const string File = "cbm/substitutes/test/probe.proto";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Services_are_listed_by_name(Transport transport)
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "*" }, transport);

        var names = answer.ListServicesResponse.Service.Select(service => service.Name);
        Assert.Equal([Service, "grpc.reflection.v1.ServerReflection"], names);
    }

    [Theory]
    [InlineData(Service)]
    [InlineData(Service + ".Echo")]
    [InlineData("cbm.substitutes.test.ProbeMessage")]
    [InlineData("cbm.substitutes.test.ProbeMessage.payload")]
    public async Task A_symbol_leads_to_its_file_and_all_it_imports(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { Host = "h", FileContainingSymbol = symbol });

        Assert.Equal([File, "google/protobuf/empty.proto"], FilesOf(answer).Select(file => file.Name));
        Assert.Equal("h", answer.ValidHost);
        Assert.Equal(symbol, answer.OriginalRequest.FileContainingSymbol);
    }

    [Fact]
    public async Task The_answers_are_enough_to_rebuild_the_descriptors()
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileByFilename = File });

        var bytes = answer.FileDescriptorResponse.FileDescriptorProto.Reverse();
        var built = FileDescriptor.BuildFromByteStrings(bytes);

        var service = built.Single(file => file.Name == File).Services.Single();
        Assert.Equal(Probe.Descriptor.Methods.Select(m => m.FullName), service.Methods.Select(m => m.FullName));
    }

    [Fact]
    public async Task Unknown_names_are_not_found_and_the_call_goes_on()
    {
        await using var server = await StartAsync(Transport.Plain);
        using var call = new ServerReflection.ServerReflectionClient(server.Connect()).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "no.Such" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.NotNull(call.ResponseStream.Current.ListServicesResponse);
    }

    [Fact]
    public async Task The_older_version_gives_the_same_answers()
    {
        await using var server = await StartAsync(Transport.Plain);
        var client = new Alpha.ServerReflection.ServerReflectionClient(server.Connect());
        using var call = client.ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { FileByFilename = File });
        Assert.True(await call.ResponseStream.MoveNext());

        var older = call.ResponseStream.Current.ToByteString();
        var newer = await AskAsync(new ServerReflectionRequest { FileByFilename = File });
        Assert.Equal(newer.ToByteString(), older);
    }

    private static IEnumerable<FileDescriptorProto> FilesOf(ServerReflectionResponse answer) =>
        answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom);

    private static async Task<ServerReflectionResponse> AskAsync(
        ServerReflectionRequest question, Transport transport = Transport.Plain)
    {
        await using var server = await StartAsync(transport);
        using var call = new ServerReflection.ServerReflectionClient(server.Connect()).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(question);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        var answer = call.ResponseStream.Current;
        Assert.False(await call.ResponseStream.MoveNext());
        return answer;
    }

    private static Task<ProbeServer> StartAsync(Transport transport) => ProbeServer.StartAsync(
        transport,
        services: services => services
            .AddSingleton(new ReflectionV1ServiceImpl(Probe.Descriptor, ServerReflection.Descriptor))
            .AddSingleton(new ReflectionServiceImpl(Probe.Descriptor, ServerReflection.Descriptor)),
        map: app =>
        {
            app.MapGrpcService<ReflectionV1ServiceImpl>();
            app.MapGrpcService<ReflectionServiceImpl>();
        });
}
