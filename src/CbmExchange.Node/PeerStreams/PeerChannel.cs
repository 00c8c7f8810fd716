using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Contracts.Sync.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The way to one peer: mutual TLS 1.3 in which its chain is built against its own admitted roots alone, and one
/// resilience pipeline of its own, so that a dead peer costs the others nothing. There is no switch to skip a check.
/// </summary>
internal sealed class PeerChannel : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new(StringComparer.Ordinal);
    private readonly PeerSeat peer;
    private readonly SyncIdentity identity;
    private readonly TimeProvider time;
    private int turn;

    /// <summary>Opens nothing yet.</summary>
    public PeerChannel(PeerSeat peer, SyncIdentity identity, TimeProvider time)
    {
        (this.peer, this.identity, this.time) = (peer, identity, time);
        Pipeline = BuildPipeline(time);
    }

    /// <summary>Retry with jitter, circuit breaker, timeout; in this order.</summary>
    public ResiliencePipeline Pipeline { get; }

    /// <summary>A client at the next endpoint: they are tried in turn.</summary>
    public PeerSyncService.PeerSyncServiceClient NextClient()
    {
        var endpoints = peer.Endpoints;
        if (endpoints.Count == 0)
        {
            throw new RpcException(new Status(
                StatusCode.Unavailable, "The peer's descriptor names no endpoint."));
        }

        var endpoint = endpoints[(int)((uint)Interlocked.Increment(ref turn) % (uint)endpoints.Count)];
        return new PeerSyncService.PeerSyncServiceClient(
            new RawBytesInvoker(channels.GetOrAdd(endpoint, Open).CreateCallInvoker()));
    }

    /// <summary>
    /// Opens a stream of answers at the first endpoint that accepts it. The pipeline bounds the time until then only;
    /// the call itself lasts as long as its own token.
    /// </summary>
    public async Task<AsyncServerStreamingCall<TAnswer>> OpenAsync<TAnswer>(
        Func<PeerSyncService.PeerSyncServiceClient, AsyncServerStreamingCall<TAnswer>> begin,
        CancellationToken cancellationToken) =>
        await Pipeline.ExecuteAsync(
            async token =>
            {
                var call = begin(NextClient());
                try
                {
                    await call.ResponseHeadersAsync.WaitAsync(token).ConfigureAwait(false);
                    return call;
                }
                catch
                {
                    call.Dispose();
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in channels.Values)
        {
            channel.Dispose();
        }
    }

    private static ResiliencePipeline BuildPipeline(TimeProvider time)
    {
        var faults = new PredicateBuilder().Handle<RpcException>(IsWorthRetrying)
            .Handle<TimeoutRejectedException>();
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = PeerStreamLimits.OpenRetriesMax,
                Delay = PeerStreamLimits.OpenRetryPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = faults,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 1,
                MinimumThroughput = PeerStreamLimits.CircuitFailuresMin,
                BreakDuration = PeerStreamLimits.CircuitBreak,
                ShouldHandle = faults,
            })
            .AddTimeout(PeerStreamLimits.OpenTryMax)
            .Build();
    }

    // A refused certificate and a lost keepalive come back as Internal. A peer that gave a reason is there.
    private static bool IsWorthRetrying(RpcException fault) =>
        PeerErrors.ReasonOf(fault).Length == 0
            && fault.StatusCode is StatusCode.Unavailable or StatusCode.Internal;

    private GrpcChannel Open(string endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = PeerStreamLimits.OpenTryMax,
            KeepAlivePingDelay = PeerStreamLimits.KeepAlivePing,
            KeepAlivePingTimeout = PeerStreamLimits.KeepAliveTimeout,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificates = [identity.Certificate],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPeer(certificate),
            },
        };
        return GrpcChannel.ForAddress($"https://{endpoint}", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = PeerStreamLimits.MessageBytesMax,
            CompressionProviders = [new EntryCompression(PeerStreamLimits.MessageBytesMax)],
            InitialReconnectBackoff = PeerStreamLimits.OpenRetryPause,
            MaxReconnectBackoff = PeerStreamLimits.SocketBackOffMax,
            MaxRetryAttempts = 1,
        });
    }

    // The name in the certificate is not asked: the admitted root belongs to exactly one participant (design D9).
    private bool IsPeer(X509Certificate? certificate) =>
        certificate is X509Certificate2 shown && PeerCertificates.IsNodeUnder(shown, peer.TlsRoots, time.GetUtcNow());
}
