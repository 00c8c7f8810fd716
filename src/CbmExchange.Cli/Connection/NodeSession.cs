using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CbmExchange.Cli.Connection;

/// <summary>One officer, one node, one command. Every call has a deadline; a call that is safe to repeat is repeated
/// once with the same command id.</summary>
internal sealed class NodeSession : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly CliContext context;
    private readonly GrpcChannel channel;
    private readonly TimeSpan timeout;
    private readonly CallInvoker calls;

    private NodeSession(CliContext context, ParseResult parsed)
    {
        this.context = context;
        Parsed = parsed;
        timeout = TimeSpan.FromSeconds(parsed.GetValue(context.TimeoutSeconds));
        channel = NodeChannel.Open(
            Profile.Read(ProfilePath(context, parsed)), context.Shell.Variable(Profile.PassphraseVariable));
        calls = channel.CreateCallInvoker();
        Screen = context.Screen();
        AsJson = parsed.GetValue(context.Json);
    }

    public ParseResult Parsed { get; }

    public Screen Screen { get; }

    public bool AsJson { get; }

    public Shell Shell => context.Shell;

    public PublishingService.PublishingServiceClient Publishing => new(calls);

    public MessagingService.MessagingServiceClient Messaging => new(calls);

    public CaseService.CaseServiceClient Cases => new(calls);

    public CheckService.CheckServiceClient Checks => new(calls);

    public DirectoryService.DirectoryServiceClient Directory => new(calls);

    public LibraryService.LibraryServiceClient Library => new(calls);

    public ProfileService.ProfileServiceClient Profiles => new(calls);

    public ReportService.ReportServiceClient Reports => new(calls);

    public LaneService.LaneServiceClient Lanes => new(calls);

    public FeedService.FeedServiceClient Feed => new(calls);

    public ExportService.ExportServiceClient Export => new(calls);

    public ExerciseService.ExerciseServiceClient Exercises => new(calls);

    public AdministrationService.AdministrationServiceClient Administration => new(calls);

    public static NodeSession Open(CliContext context, ParseResult parsed) => new(context, parsed);

    public static string? ProfilePath(CliContext context, ParseResult parsed) =>
        parsed.GetValue(context.Profile) ?? context.Shell.Variable(Profile.Variable);

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => Parsed.GetValue(argument);

    /// <summary>The command id given, or a new one.</summary>
    public string CommandId(Option<string?> option) => Get(option) switch
    {
        null => Shell.NewId().ToString(),
        var given when Guid.TryParseExact(given, "D", out var id) => id.ToString(),
        _ => throw CommandStopped.Usage("--command-id takes a UUID of 36 characters."),
    };

    /// <summary>
    /// Asks once; after "unavailable" once more. The request MUST carry the same command id both times.
    /// </summary>
    public async Task<T> AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call(Options(cancellation)).ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Unavailable)
        {
            await Task.Delay(RetryDelay, Shell.Time, cancellation).ConfigureAwait(false);
            return await call(Options(cancellation)).ResponseAsync.ConfigureAwait(false);
        }
    }

    /// <summary>Options of a call that must answer within --timeout.</summary>
    public CallOptions Options(CancellationToken cancellation) =>
        new(deadline: Shell.Time.GetUtcNow().UtcDateTime + timeout, cancellationToken: cancellation);

    /// <summary>Options of a stream that a person watches.</summary>
    public CallOptions WatchOptions(CancellationToken cancellation) =>
        new(deadline: Shell.Time.GetUtcNow().UtcDateTime + WatchLimit, cancellationToken: cancellation);

    /// <summary>
    /// A watch ends by itself after a day, so that a forgotten one holds no stream of the node for ever.
    /// </summary>
    public static TimeSpan WatchLimit => TimeSpan.FromDays(1);

    /// <summary>True when the person stopped it (Ctrl-C), whatever the library calls that.</summary>
    public static bool IsStopped(Exception failure, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested
        && failure is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled };

    public void Dispose() => channel.Dispose();
}
