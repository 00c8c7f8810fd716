using System.Collections.Immutable;
using System.Security.Cryptography;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>
/// Verifies descriptors (design D9). Guards: signed by the right recovery key; follows the version held; one recovery
/// key; no key or root in two roles or with two participants; valid now; bounded in size and life.
/// </summary>
public static class DescriptorVerifier
{
    // Bounds of lists in a descriptor: a participant has a handful of each.
    private const int KeysMax = 32;
    private const int RootsMax = 4;
    private const int EndpointsMax = 8;
    private const int NamesMax = 32;

    /// <summary>Verifies a descriptor for admission.</summary>
    /// <param name="signedDescriptor">Bytes of a <c>SignedDescriptor</c>.</param>
    /// <param name="previous">The version that is held of this participant; null when none is.</param>
    /// <param name="others">The descriptors held of all other participants and of this node.</param>
    /// <param name="now">Our clock.</param>
    public static Verdict<VerifiedDescriptor, DescriptorFault> Verify(
        ReadOnlyMemory<byte> signedDescriptor,
        VerifiedDescriptor? previous,
        IEnumerable<VerifiedDescriptor> others,
        DateTimeOffset now)
    {
        var opened = Open(signedDescriptor, previous);
        if (!opened.IsAccepted)
        {
            return opened;
        }

        var descriptor = opened.Value;
        return (SharedWith(descriptor, others) ?? DateFault(descriptor, now)) is { } fault ? fault : descriptor;
    }

    /// <summary>
    /// Verifies a descriptor that its owner announced in its own stream: all but the date. Outside its validity nothing
    /// is exchanged, and the version after it can follow only if this one was taken.
    /// </summary>
    /// <param name="signedDescriptor">Bytes of a <c>SignedDescriptor</c>.</param>
    /// <param name="previous">The version that is held.</param>
    /// <param name="others">The descriptors held of all other participants and of this node.</param>
    public static Verdict<VerifiedDescriptor, DescriptorFault> VerifyAnnounced(
        ReadOnlyMemory<byte> signedDescriptor, VerifiedDescriptor previous, IEnumerable<VerifiedDescriptor> others)
    {
        var opened = Open(signedDescriptor, previous);
        return opened.IsAccepted && SharedWith(opened.Value, others) is { } shared ? shared : opened;
    }

    /// <summary>
    /// Opens a descriptor that was admitted earlier: everything but its date and the other participants is checked.
    /// </summary>
    public static Verdict<VerifiedDescriptor, DescriptorFault> Open(
        ReadOnlyMemory<byte> signedDescriptor, VerifiedDescriptor? previous)
    {
        if (signedDescriptor.Length > EnvelopeLimits.DescriptorBytesMax)
        {
            return new DescriptorFault(DescriptorFaults.OverLong, "The descriptor is longer than 64 KiB.");
        }

        if (TryParse(signedDescriptor) is not var (signed, body) || MissingPart(body) is not null
            || DescriptorKeys.TryRead(body) is not { } keys)
        {
            return new DescriptorFault(
                DescriptorFaults.Malformed, "The descriptor is not a signed descriptor with all its parts.");
        }

        return Refusal(signed, body, keys, previous) is { } fault
            ? fault
            : new VerifiedDescriptor(
                signedDescriptor, SHA256.HashData(signed.Descriptor_.Span), body, keys, previous);
    }

    /// <summary>SHA-256 of the inner bytes, in hex; null when the bytes are no signed descriptor.</summary>
    internal static string? HashOf(ReadOnlyMemory<byte> signedDescriptor) =>
        TryParse(signedDescriptor) is var (signed, _)
            ? Convert.ToHexStringLower(SHA256.HashData(signed.Descriptor_.Span))
            : null;

    /// <summary>Why a descriptor is not in force at a moment; null when it is.</summary>
    internal static DescriptorFault? DateFault(VerifiedDescriptor descriptor, DateTimeOffset now)
    {
        if (now < descriptor.Body.ValidFrom.ToDateTimeOffset())
        {
            return new(DescriptorFaults.NotYetValid, "The descriptor is not valid yet; compare the clocks.");
        }

        return now > descriptor.Body.ValidUntil.ToDateTimeOffset()
            ? new(
                DescriptorFaults.Expired,
                "The descriptor has expired; its owner makes the next one with `cbmx node renew-descriptor`.")
            : null;
    }

    private static (SignedDescriptor Signed, ParticipantDescriptor Body)? TryParse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var signed = SignedDescriptor.Parser.ParseFrom(bytes.Span);
            return (signed, ParticipantDescriptor.Parser.ParseFrom(signed.Descriptor_));
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string? MissingPart(ParticipantDescriptor body)
    {
        var (from, until) = (ProtoTime.TryRead(body.ValidFrom), ProtoTime.TryRead(body.ValidUntil));
        if (body.Version < 1 || !HeaderClaims.IsUuid(body.ParticipantId) || body.Designator.Length == 0
            || body.Kind.Length == 0)
        {
            return "identity";
        }

        if (from is null || until is null || from >= until || until - from > EnvelopeLimits.DescriptorLifeMax)
        {
            return "validity";
        }

        return body.Names.Count is 0 or > NamesMax || body.Endpoints.Count > EndpointsMax
            || body.Keys.Count is 0 or > KeysMax || body.TlsRoots.Count is 0 or > RootsMax
            ? "lists"
            : null;
    }

    private static DescriptorFault? Refusal(
        SignedDescriptor signed, ParticipantDescriptor body, ImmutableArray<PeerKey> keys, VerifiedDescriptor? previous)
    {
        if (keys.Count(key => key.Purpose == KeyPurpose.Recovery) != 1)
        {
            return new(DescriptorFaults.RecoveryKeyMissing, "The descriptor does not carry exactly one recovery key.");
        }

        if (ChainFault(body, previous) is { } broken)
        {
            return broken;
        }

        var signer = previous?.RecoveryKey ?? keys.Single(key => key.Purpose == KeyPurpose.Recovery);
        if (!signer.Key.Verify(
            DescriptorSigner.SignedBytes(signed.Descriptor_.Span), signed.Signature.Span, SignatureForm.Der))
        {
            return new(DescriptorFaults.Forged, "The recovery key that must sign it did not sign the descriptor.");
        }

        var roots = body.TlsRoots.Select(root => TlsRoots.KeyOf(root.Span)).ToList();
        if (roots.Contains(null))
        {
            return new(DescriptorFaults.RootUnusable, "A TLS root is not a self-signed P-256 authority.");
        }

        return DescriptorKeys.AnyTwice(keys, roots.OfType<KeyId>())
            || ChangesRole(keys, roots.OfType<KeyId>(), previous)
            ? new(DescriptorFaults.KeyReused, "A key or root of the descriptor is used for two purposes.")
            : null;
    }

    private static DescriptorFault? ChainFault(ParticipantDescriptor body, VerifiedDescriptor? previous)
    {
        if (previous is null)
        {
            return body.Version == 1 && body.PreviousSha256.IsEmpty
                ? null
                : new(DescriptorFaults.WrongChain, "The first descriptor of a participant has version 1.");
        }

        if (body.ParticipantId != previous.Body.ParticipantId)
        {
            return new(DescriptorFaults.WrongParticipant, "The descriptor is about another participant.");
        }

        return body.Version > previous.Body.Version && body.PreviousSha256.Span.SequenceEqual(previous.Sha256.Span)
            ? null
            : new(DescriptorFaults.WrongChain, "The descriptor does not follow the version that is held.");
    }

    private static bool ChangesRole(
        ImmutableArray<PeerKey> keys, IEnumerable<KeyId> roots, VerifiedDescriptor? previous) =>
        previous is not null && keys.Select(key => (key.Key.Id, Role: KeyPurposes.Code(key.Purpose)))
            .Concat(roots.Select(root => (root, TlsRoots.Role)))
            .Any(use => previous.Roles.TryGetValue(use.Item1, out var role) && role != use.Item2);

    /// <summary>The fault of a key or root that another participant holds; null when there is none.</summary>
    internal static DescriptorFault? SharedWith(VerifiedDescriptor descriptor, IEnumerable<VerifiedDescriptor> others)
    {
        var taken = others.Where(other => other.Participant != descriptor.Participant)
            .SelectMany(other => other.Roles.Keys).ToHashSet();
        return descriptor.Keys.Select(key => key.Key.Id).Concat(descriptor.RootKeys).Any(taken.Contains)
            ? new(DescriptorFaults.KeyReused, "A key or root of the descriptor belongs to another participant.")
            : null;
    }
}
