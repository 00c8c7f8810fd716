using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes.Tests.Descriptors;

/// <summary>A participant with keys of its own and complete descriptors.</summary>
internal sealed class DescriptorSamples(ParticipantId participant)
{
    public EcdsaSigningKey Statement { get; } = EcdsaSigningKey.Create(KeyPurpose.Statement);

    public EcdsaSigningKey Checkpoint { get; } = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    public EcdsaSigningKey Recovery { get; } = EcdsaSigningKey.Create(KeyPurpose.Recovery);

    public TlsCertificate Root { get; } =
        TlsIssuer.CreateRoot("root", Samples.Now.AddDays(-1), Samples.Now.AddDays(365));

    public ParticipantDescriptor Body()
    {
        var (from, until) = (Samples.Now.AddDays(-1), Samples.Now.AddDays(365));
        var body = new ParticipantDescriptor
        {
            Version = 1,
            ParticipantId = participant.Value,
            Designator = "XA",
            Kind = "state",
            ValidFrom = from.ToTimestamp(),
            ValidUntil = until.ToTimestamp(),
        };
        body.Names.Add(new DescriptorName { Lang = "en", Name = "State XA" });
        body.Endpoints.Add("xa.example:8443");
        body.Protocols.Add("cbm.sync.v1");
        body.TlsRoots.Add(ByteString.CopyFrom(Root.Der));
        body.Keys.AddRange(new SigningKey[] { Statement, Checkpoint, Recovery }
            .Select(key => DescriptorSigner.Describe(key, from, until)));
        return body;
    }

    public byte[] Sign(Action<ParticipantDescriptor>? change = null)
    {
        var body = Body();
        change?.Invoke(body);
        return DescriptorSigner.Sign(body, Recovery);
    }

    public byte[] SignNext(VerifiedDescriptor previous, Action<ParticipantDescriptor>? change = null) => Sign(body =>
    {
        body.Version = previous.Body.Version + 1;
        body.PreviousSha256 = ByteString.CopyFrom(previous.Sha256.Span);
        change?.Invoke(body);
    });
}
