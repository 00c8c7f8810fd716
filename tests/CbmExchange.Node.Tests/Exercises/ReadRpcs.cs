using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>Every rpc of the officers' services that only reads, found by reflection, and how each is asked.</summary>
internal static class ReadRpcs
{
    // What says when an answer was given, and not what it answers.
    private static readonly string[] Moments =
        ["asOf", "now", "startedAt", "logPosition", "projections", "health", "resumeToken", "lastContact", "footer"];

    // It begins a session at the duty desk; it reads nothing.
    private const string Begins = "OpenDesk";

    /// <summary>All services of the package, as they are generated.</summary>
    public static IEnumerable<MethodDescriptor> All { get; } = typeof(PublishingService).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(PublishingService).Namespace)
        .Where(type => type is { IsAbstract: true, IsSealed: true })
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
        .OfType<ServiceDescriptor>()
        .SelectMany(service => service.Methods)
        .Where(method => method.InputType.FindFieldByName("command_id") is null || method.Name.StartsWith("Preview",
            StringComparison.Ordinal))
        .Where(method => method.Name != Begins)
        .ToList();

    /// <summary>Service and name.</summary>
    public static string NameOf(MethodDescriptor method) => $"{method.Service.Name}/{method.Name}";

    /// <summary>
    /// What a node answers to an officer who asks for nothing in particular, without moments; a stream until it rests.
    /// </summary>
    public static async Task<string> AskAsync(TestNode node, string officer, MethodDescriptor method)
    {
        var answers = await RawAsync(node, officer, method, RequestOf(method));
        return string.Join('\n', answers.Select(answer => Timeless(method, answer)));
    }

    /// <summary>The answers to a request as they come; a stream until it rests.</summary>
    public static async Task<IReadOnlyList<byte[]>> RawAsync(
        TestNode node, string officer, MethodDescriptor method, IMessage question)
    {
        var calls = node.Calls(officer);
        var request = question.ToByteArray();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var raw = new Method<byte[], byte[]>(
            method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, method.Service.FullName,
            method.Name, Marshallers.Create(bytes => bytes, bytes => bytes),
            Marshallers.Create(bytes => bytes, bytes => bytes));
        var options = new CallOptions(cancellationToken: patience.Token);
        return method.IsServerStreaming
            ? await AllAsync(calls.AsyncServerStreamingCall(raw, null, options, request))
            : [await calls.AsyncUnaryCall(raw, null, options, request)];
    }

    /// <summary>Asks for nothing in particular.</summary>
    public static IMessage RequestOf(MethodDescriptor method) => NameOf(method) switch
    {
        "DirectoryService/Lookup" => new LookupRequest { State = "XB" },
        "DirectoryService/ExportDirectory" => new ExportDirectoryRequest { Format = "csv" },
        "DirectoryService/CompareDirectory" => new CompareDirectoryRequest
        {
            Csv = ByteString.CopyFromUtf8("state,office\nXB,Duty Centre\n"),
        },
        "MessagingService/ListInbox" => new ListInboxRequest { Context = "actual" },
        "LibraryService/CompareStates" => new CompareStatesRequest { States = { "XA", "XB" } },
        "LibraryService/ReadDigest" => new ReadDigestRequest { Since = new() { Seconds = 1_700_000_000 } },
        "ReportService/ReadReportMatrix" => new ReadReportMatrixRequest { Catalogue = "osce-16" },
        "FeedService/Subscribe" => new SubscribeRequest { UntilCaughtUp = true },
        _ => method.InputType.Parser.ParseFrom([]),
    };

    private static async Task<List<byte[]>> AllAsync(AsyncServerStreamingCall<byte[]> call)
    {
        using (call)
        {
            var all = new List<byte[]>();
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                all.Add(call.ResponseStream.Current);
            }

            return all;
        }
    }

    private static string Timeless(MethodDescriptor method, byte[] answer)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(method.OutputType.Parser.ParseFrom(answer)))!;
        Strip(json);
        return method.Name == "ExportDirectory" ? WithoutNumbers(json) : json.ToJsonString();
    }

    // A file says on each line as of when it holds; a line more still shows.
    private static string WithoutNumbers(JsonNode file) => string.Concat(
        Encoding.UTF8.GetString(Convert.FromBase64String((string?)file["content"] ?? ""))
            .Where(letter => !char.IsAsciiDigit(letter)));

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var name in Moments)
            {
                fields.Remove(name);
            }

            foreach (var (_, value) in fields)
            {
                Strip(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Strip(item);
            }
        }
    }
}
