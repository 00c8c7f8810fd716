using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Home;

/// <summary>
/// Makes the next version of this node's descriptor in a home that no process serves. Order: new keys, the version
/// before in its folder, what is said of keys, and last the new descriptor.bin, in one rename. Whatever a stop leaves
/// before that rename belongs to a version that does not exist, and the next run clears it away.
/// </summary>
internal sealed class DescriptorRenewal(
    NodeHome home, ImmutableArray<VerifiedDescriptor> versions, string? passphrase, DateTimeOffset now)
{
    /// <summary>Life of the version made; <see cref="Lives.Descriptor"/> unless said otherwise.</summary>
    public TimeSpan Life { get; init; } = Lives.Descriptor;

    /// <summary>Where peers reach the node from now on; empty: as before.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Purposes whose key is replaced.</summary>
    public ImmutableHashSet<KeyPurpose> Rotated { get; init; } = [];

    /// <summary>Keys that are in other hands.</summary>
    public ImmutableHashSet<KeyId> Compromised { get; init; } = [];

    /// <summary>Since when; MUST be given with <see cref="Compromised"/>.</summary>
    public DateTimeOffset? CompromisedSince { get; init; }

    private VerifiedDescriptor Held => versions[^1];

    private int Next => Held.Body.Version + 1;

    /// <summary>Makes the version; when the call returns it is in force at the next start.</summary>
    /// <param name="recovery">The recovery key of the version in force.</param>
    public VerifiedDescriptor Make(SigningKey recovery)
    {
        ClearLeftovers();
        var body = Body(MakeKeys());
        var signed = DescriptorSigner.Sign(body, recovery);
        var opened = DescriptorVerifier.Open(signed, Held);
        if (!opened.IsAccepted)
        {
            throw new StartupException($"The new descriptor would not hold: {opened.Fault.Sentence}");
        }

        Directory.CreateDirectory(home.DescriptorsFolder);
        AtomicFile.Write(home.DescriptorVersionFile(Held.Body.Version), Held.SignedBytes.Span);
        OwnDescriptors.WriteChanges(home, [.. OwnDescriptors.ReadChanges(home, Held.Body.Version), .. Changes()]);
        AtomicFile.Write(home.DescriptorFile, signed);
        return opened.Value;
    }

    // Keys of a version that was never finished: nobody was told of them.
    private void ClearLeftovers()
    {
        foreach (var purpose in new[] { KeyPurpose.Statement, KeyPurpose.Checkpoint })
        {
            File.Delete(home.KeyFile(purpose, Next));
        }
    }

    private IEnumerable<DescriptorKey> MakeKeys()
    {
        var (from, until) = (now - Lives.Backdated, now - Lives.Backdated + Lives.Certificate);
        var keys = new List<DescriptorKey>();
        foreach (var held in Held.Keys)
        {
            if (!Rotated.Contains(held.Purpose))
            {
                keys.Add(Kept(held, until));
                continue;
            }

            using var fresh = EcdsaSigningKey.Create(held.Purpose);
            fresh.WriteTo(home.KeyFile(held.Purpose, Next), passphrase);
            keys.Add(DescriptorSigner.Describe(fresh, from, until));
        }

        return keys;
    }

    // Its validity begins where it began: what it signed until now was signed within it.
    private static DescriptorKey Kept(PeerKey held, DateTimeOffset until) => new()
    {
        Spki = ByteString.CopyFrom(held.Key.SubjectPublicKeyInfo.Span),
        Purpose = KeyPurposes.Code(held.Purpose),
        NotBefore = held.NotBefore.ToTimestamp(),
        NotAfter = until.ToTimestamp(),
    };

    private ParticipantDescriptor Body(IEnumerable<DescriptorKey> keys)
    {
        var body = Held.Body.Clone();
        body.Version = Next;
        body.PreviousSha256 = ByteString.CopyFrom(Held.Sha256.Span);
        body.ValidFrom = (now - Lives.Backdated).ToTimestamp();
        body.ValidUntil = (now - Lives.Backdated + Life).ToTimestamp();
        body.Keys.Clear();
        body.Keys.AddRange(keys);
        if (Endpoints.Count > 0)
        {
            body.Endpoints.Clear();
            body.Endpoints.AddRange(Endpoints);
        }

        return body;
    }

    private IEnumerable<OwnKeyChange> Changes()
    {
        var retired = Held.Keys.Where(key => Rotated.Contains(key.Purpose)).Select(key => key.Key.Id)
            .Except(Compromised);
        return
        [
            .. retired.Select(key => new OwnKeyChange(Next, key.Hex, KeyChanges.Retired, now)),
            .. Compromised.OrderBy(key => key.Hex, StringComparer.Ordinal).Select(key =>
                new OwnKeyChange(Next, key.Hex, KeyChanges.Compromised, CompromisedSince!.Value)),
        ];
    }
}
