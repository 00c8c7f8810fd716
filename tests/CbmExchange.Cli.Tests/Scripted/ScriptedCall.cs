using System.Buffers.Binary;
using System.Text.Json;
using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Rpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using RpcStatus = CbmExchange.Contracts.Rpc.Status;

namespace CbmExchange.Cli.Tests.Scripted;

/// <summary>One gRPC call, written by hand: five bytes before each message, the status in the trailers.</summary>
internal static class ScriptedCall
{
    private static readonly Dictionary<string, MethodDescriptor> Methods =
        new[]
        {
            PublishingReflection.Descriptor, MessagingReflection.Descriptor, ChecksReflection.Descriptor,
            DirectoryReflection.Descriptor,
            LibraryReflection.Descriptor, FeedReflection.Descriptor, AdministrationReflection.Descriptor,
            ExportReflection.Descriptor, CasesReflection.Descriptor, ExercisesReflection.Descriptor,
            ProfilesReflection.Descriptor, ReportsReflection.Descriptor, LanesReflection.Descriptor,
        }
        .SelectMany(file => file.Services).SelectMany(service => service.Methods)
        .ToDictionary(method => $"/{method.Service.FullName}/{method.Name}");

    private static readonly TypeRegistry Details = TypeRegistry.FromFiles(
        ErrorDetailsReflection.Descriptor, ErrordetailsReflection.Descriptor);

    private static readonly JsonParser Parser = new(new JsonParser.Settings(20, Details));

    public static async Task AnswerAsync(Script script, HttpContext context)
    {
        var method = Methods[context.Request.Path];
        var name = $"{method.Service.Name}.{method.Name}";
        foreach (var request in await ReadAsync(method, context))
        {
            script.Asked.Enqueue($"{name} {request}");
        }

        context.Response.ContentType = "application/grpc";
        var answer = script.UnavailableCalls-- > 0 ? """{"refuse": {"code": 14}}""" : script.Next(name);
        var (code, details) = await WriteAsync(method, answer, context);
        if (script.StreamsStayOpen && method.IsServerStreaming)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.AppendTrailer("grpc-status", code);
        if (details is not null)
        {
            context.Response.AppendTrailer("grpc-status-details-bin", Convert.ToBase64String(details.ToByteArray()));
        }
    }

    private static async Task<List<IMessage>> ReadAsync(MethodDescriptor method, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        var requests = new List<IMessage>();
        for (var at = 0; at < bytes.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + 1));
            requests.Add(method.InputType.Parser.ParseFrom(bytes, at + 5, size));
            at += 5 + size;
        }

        return requests;
    }

    private static async Task<(string Code, RpcStatus? Details)> WriteAsync(
        MethodDescriptor method, string? answer, HttpContext context)
    {
        if (answer is null)
        {
            return ("12", null);
        }

        using var json = JsonDocument.Parse(answer);
        if (json.RootElement is { ValueKind: JsonValueKind.Object } one
            && one.TryGetProperty("refuse", out var refusal))
        {
            var status = Parser.Parse<RpcStatus>(refusal.GetRawText());
            return ($"{status.Code}", status.Details.Count == 0 && status.Message.Length == 0 ? null : status);
        }

        var messages = json.RootElement.ValueKind == JsonValueKind.Array
            ? json.RootElement.EnumerateArray().Select(element => element.GetRawText())
            : [json.RootElement.GetRawText()];
        foreach (var message in messages)
        {
            await WriteFrameAsync(Parser.Parse(message, method.OutputType), context);
        }

        return ("0", null);
    }

    private static async Task WriteFrameAsync(IMessage message, HttpContext context)
    {
        var bytes = message.ToByteArray();
        var frame = new byte[5 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), bytes.Length);
        bytes.CopyTo(frame, 5);
        await context.Response.Body.WriteAsync(frame);
        await context.Response.Body.FlushAsync();
    }
}
