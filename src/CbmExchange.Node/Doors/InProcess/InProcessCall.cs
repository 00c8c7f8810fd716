using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace CbmExchange.Node.Doors.InProcess;

/// <summary>
/// A call that did not come over the network, as the door and the services see any other: the officer's certificate,
/// the officers' door, a correlation id, a deadline.
/// </summary>
internal sealed class InProcessCall : ServerCallContext, IDisposable
{
    // Where Grpc.AspNetCore.Server looks for the HttpContext of a context that is not its own (GetHttpContext).
    private const string HttpContextKey = "__HttpContext";

    private readonly string method;
    private readonly CallOptions options;
    private readonly CancellationTokenSource ended;
    private readonly Lock gate = new();
    private bool isOver;

    public InProcessCall(
        string method, CallOptions options, X509Certificate2 officer, IServiceProvider services, TimeProvider time)
    {
        (this.method, this.options) = (method, options);
        ended = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var left = deadline.ToUniversalTime() - time.GetUtcNow().UtcDateTime;
            ended.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        var http = new DefaultHttpContext { RequestServices = services, RequestAborted = ended.Token };
        http.Connection.ClientCertificate = officer;
        http.Request.Path = method;
        http.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new DoorMetadata(Door.Officers)), method));
        UserStateCore[HttpContextKey] = http;
    }

    /// <summary>Trailing metadata of the answer.</summary>
    public Metadata Trailers { get; } = [];

    /// <inheritdoc/>
    protected override string MethodCore => method;

    /// <inheritdoc/>
    protected override string HostCore => "in-process";

    /// <inheritdoc/>
    protected override string PeerCore => "in-process";

    /// <inheritdoc/>
    protected override DateTime DeadlineCore => options.Deadline ?? DateTime.MaxValue;

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore => options.Headers ?? [];

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => ended.Token;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore => Trailers;

    /// <inheritdoc/>
    protected override Status StatusCore { get; set; }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore { get; } = new(null, []);

    /// <inheritdoc/>
    protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object>();

    /// <summary>Ends it, as a caller does that goes away; one that has ended stays as it ended.</summary>
    public void End()
    {
        lock (gate)
        {
            if (!isOver)
            {
                ended.Cancel();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            ended.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("A call in process is not passed on.");
}
