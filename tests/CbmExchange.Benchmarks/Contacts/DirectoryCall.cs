using CbmExchange.Node.Doors;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Benchmarks.Contacts;

/// <summary>A call as the door hands it to a service, without a connection.</summary>
internal sealed class DirectoryCall : ServerCallContext
{
    public DirectoryCall(OfficerCall call)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(call);

        // Where Grpc.AspNetCore.Server looks for it in a context that is not its own.
        UserStateCore["__HttpContext"] = http;
    }

    /// <inheritdoc/>
    protected override string MethodCore => "Lookup";

    /// <inheritdoc/>
    protected override string HostCore => "localhost";

    /// <inheritdoc/>
    protected override string PeerCore => "in process";

    /// <inheritdoc/>
    protected override DateTime DeadlineCore => DateTime.MaxValue;

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore { get; } = [];

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore { get; } = [];

    /// <inheritdoc/>
    protected override Status StatusCore { get; set; }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore { get; } =
        new(null, new Dictionary<string, List<AuthProperty>>(StringComparer.Ordinal));

    /// <inheritdoc/>
    protected override IDictionary<object, object> UserStateCore { get; } = new Dictionary<object, object>();

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();
}
