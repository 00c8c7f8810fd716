using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class CredentialParts
{
    private static readonly AsyncAuthInterceptor Nothing = (_, _) => Task.CompletedTask;
    private static readonly CallCredentials One = CallCredentials.FromInterceptor(Nothing);
    private static readonly CallCredentials Two = CallCredentials.FromInterceptor(Nothing);

    [Fact]
    public void Composing_needs_two_parts_or_more()
    {
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose());
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(One));
        Assert.Throws<ArgumentNullException>(() => CallCredentials.Compose(null!));
    }

    [Fact]
    public void Composed_credentials_keep_their_own_copy_and_their_nesting()
    {
        var nested = CallCredentials.Compose(One, Two);
        CallCredentials[] parts = [nested, Two];
        var composed = CallCredentials.Compose(parts);
        parts[0] = One;
        var seen = new CallParts();

        composed.InternalPopulateConfiguration(seen, null);

        Assert.Equal([nested, Two], seen.Composite!);
    }

    [Fact]
    public void Any_channel_credentials_may_carry_call_credentials()
    {
        var inner = ChannelCredentials.Create(ChannelCredentials.Insecure, One);
        var seen = new ChannelParts();

        ChannelCredentials.Create(inner, Two).InternalPopulateConfiguration(seen, seen);

        Assert.Equal((inner, Two), seen.Composite);
        Assert.Throws<ArgumentNullException>(() => ChannelCredentials.Create(null!, One));
        Assert.Throws<ArgumentNullException>(() => ChannelCredentials.Create(inner, null!));
    }

    [Fact]
    public void Ssl_credentials_hand_over_what_they_were_given()
    {
        var pair = new KeyCertificatePair("chain", "key");
        var seen = new ChannelParts();

        new SslCredentials("roots", pair, _ => true).InternalPopulateConfiguration(seen, seen);

        Assert.Equal("roots", seen.Roots);
        Assert.Same(pair, seen.Pair);
        Assert.NotNull(seen.Verify);
    }

    [Fact]
    public void The_plain_kinds_hand_over_themselves()
    {
        var seen = new ChannelParts();

        ChannelCredentials.Insecure.InternalPopulateConfiguration(seen, seen);
        ChannelCredentials.SecureSsl.InternalPopulateConfiguration(seen, seen);

        Assert.True(seen.Insecure);
        Assert.Null(seen.Roots);
        Assert.Same(ChannelCredentials.SecureSsl, ChannelCredentials.SecureSsl);
    }

    private sealed class CallParts : CallCredentialsConfiguratorBase
    {
        public IReadOnlyList<CallCredentials>? Composite { get; private set; }

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials) =>
            Composite = credentials;

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
            Assert.Same(Nothing, interceptor);
    }

    private sealed class ChannelParts : ChannelCredentialsConfiguratorBase
    {
        public bool Insecure { get; private set; }

        public string? Roots { get; private set; }

        public KeyCertificatePair? Pair { get; private set; }

        public VerifyPeerCallback? Verify { get; private set; }

        public (ChannelCredentials Channel, CallCredentials Call) Composite { get; private set; }

        public override void SetInsecureCredentials(object state) => Insecure = true;

        public override void SetSslCredentials(
            object state,
            string? rootCertificates,
            KeyCertificatePair? keyCertificatePair,
            VerifyPeerCallback? verifyPeerCallback) =>
            (Roots, Pair, Verify) = (rootCertificates, keyCertificatePair, verifyPeerCallback);

        public override void SetCompositeCredentials(
            object state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Composite = (channelCredentials, callCredentials);
    }
}
