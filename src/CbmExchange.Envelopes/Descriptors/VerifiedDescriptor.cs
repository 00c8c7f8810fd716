using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>
/// A descriptor that holds together. Made by <see cref="DescriptorVerifier"/> only. Verified is not admitted: that two
/// officers do, over the phrase (design D9).
/// </summary>
public sealed record VerifiedDescriptor
{
    internal VerifiedDescriptor(
        ReadOnlyMemory<byte> signedBytes,
        ReadOnlyMemory<byte> sha256,
        ParticipantDescriptor body,
        ImmutableArray<PeerKey> keys,
        VerifiedDescriptor? previous)
    {
        SignedBytes = signedBytes;
        Sha256 = sha256;
        Body = body;
        Keys = keys;
        RootKeys = [.. body.TlsRoots.Select(root => TlsRoots.KeyOf(root.Span)!.Value)];
        Roles = (previous?.Roles ?? ImmutableDictionary<KeyId, string>.Empty)
            .SetItems(keys.Select(key => KeyValuePair.Create(key.Key.Id, KeyPurposes.Code(key.Purpose))))
            .SetItems(RootKeys.Select(root => KeyValuePair.Create(root, TlsRoots.Role)));
        Versions = (previous?.Versions ?? []).Add(Convert.ToHexStringLower(sha256.Span));
    }

    /// <summary>The bytes of the <c>SignedDescriptor</c> as received: what the phrase is of.</summary>
    public ReadOnlyMemory<byte> SignedBytes { get; }

    /// <summary>SHA-256 of the inner descriptor bytes: what the next version names.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; }

    /// <summary>What it says.</summary>
    public ParticipantDescriptor Body { get; }

    /// <summary>Whom it is about.</summary>
    public ParticipantId Participant => new(Body.ParticipantId);

    /// <summary>All signing keys, the recovery key among them.</summary>
    public ImmutableArray<PeerKey> Keys { get; }

    /// <summary>Ids of the public keys of the TLS roots.</summary>
    public ImmutableArray<KeyId> RootKeys { get; }

    /// <summary>What each key of this and all earlier versions was for: it stays so for ever.</summary>
    internal ImmutableDictionary<KeyId, string> Roles { get; }

    /// <summary>SHA-256 of this and of all earlier versions of the chain it was opened in, in hex.</summary>
    internal ImmutableHashSet<string> Versions { get; }

    /// <summary>True when a descriptor is this version or one before it: whoever shows it tells nothing new.</summary>
    public bool Covers(ReadOnlyMemory<byte> signedDescriptor) =>
        DescriptorVerifier.HashOf(signedDescriptor) is { } sha256 && Versions.Contains(sha256);

    /// <summary>The key that signs the next version.</summary>
    public PeerKey RecoveryKey => Keys.Single(key => key.Purpose == KeyPurpose.Recovery);

    /// <summary>The words that its two officers read out.</summary>
    public string Phrase => AdmissionPhrase.Of(SignedBytes.Span);

    /// <summary>True within its validity.</summary>
    public bool IsValidAt(DateTimeOffset moment) =>
        moment >= Body.ValidFrom.ToDateTimeOffset() && moment <= Body.ValidUntil.ToDateTimeOffset();

    /// <summary>The keys of one participant out of its descriptor versions, oldest first.</summary>
    public static PeerKeys KeysOf(IReadOnlyList<VerifiedDescriptor> versions) => versions.Aggregate(
        PeerKeys.Of(versions[0].Participant, []), (keys, version) => keys.With(version.Keys));
}
