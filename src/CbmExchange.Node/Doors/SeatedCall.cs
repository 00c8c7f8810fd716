using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>
/// A call as its service sees it, whose token also ends when the officer may no longer make it. All else is the call's
/// own.
/// </summary>
internal sealed class SeatedCall : ServerCallContext, IDisposable
{
    // Where Grpc.AspNetCore.Server looks for the HttpContext of a context that is not its own (GetHttpContext).
    private const string HttpContextKey = "__HttpContext";

    private readonly ServerCallContext call;
    private readonly CancellationTokenSource ended;

    public SeatedCall(ServerCallContext call)
    {
        this.call = call;
        call.UserState[HttpContextKey] = call.GetHttpContext();
        ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
    }

    /// <summary>Why the door ended it; null while it has not.</summary>
    public RpcException? Refusal { get; private set; }

    /// <inheritdoc/>
    protected override string MethodCore => call.Method;

    /// <inheritdoc/>
    protected override string HostCore => call.Host;

    /// <inheritdoc/>
    protected override string PeerCore => call.Peer;

    /// <inheritdoc/>
    protected override DateTime DeadlineCore => call.Deadline;

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore => call.RequestHeaders;

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => ended.Token;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore => call.ResponseTrailers;

    /// <inheritdoc/>
    protected override Status StatusCore
    {
        get => call.Status;
        set => call.Status = value;
    }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore => call.AuthContext;

    /// <inheritdoc/>
    protected override IDictionary<object, object> UserStateCore => call.UserState;

    /// <summary>Ends it with a refusal.</summary>
    public void End(RpcException refusal)
    {
        Refusal = refusal;
        ended.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => ended.Dispose();

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) =>
        call.WriteResponseHeadersAsync(responseHeaders);

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        call.CreatePropagationToken(options);
}
