using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>
/// All versions of a descriptor in one piece: what an owner hands over for admission. Whoever admits needs them all,
/// since only version 1 stands on its own and statements signed with older keys must open. The newest version names the
/// one before by its hash, so its phrase stands for all of them.
/// </summary>
public static class DescriptorHistories
{
    /// <summary>The bytes to hand over; for a single version those of that version.</summary>
    /// <param name="versions">Oldest first; at least one.</param>
    public static byte[] Write(IReadOnlyList<VerifiedDescriptor> versions)
    {
        if (versions.Count == 1)
        {
            return versions[0].SignedBytes.ToArray();
        }

        var history = new DescriptorHistory();
        history.SignedDescriptors.AddRange(versions.Select(version => ByteString.CopyFrom(version.SignedBytes.Span)));
        return history.ToByteArray();
    }

    /// <summary>The signed descriptors in a piece, oldest first: one, unless it is a history; unchecked.</summary>
    public static ImmutableArray<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> handedOver)
    {
        try
        {
            var history = DescriptorHistory.Parser.ParseFrom(handedOver.Span);
            return history.SignedDescriptors.Count == 0
                ? [handedOver]
                : [.. history.SignedDescriptors.Select(version => version.Memory)];
        }
        catch (InvalidProtocolBufferException)
        {
            return [handedOver];
        }
    }

    /// <summary>Whom the newest version is about, not verified; null when it is no descriptor.</summary>
    public static ParticipantId? ParticipantOf(ReadOnlyMemory<byte> handedOver)
    {
        try
        {
            var newest = SignedDescriptor.Parser.ParseFrom(Split(handedOver)[^1].Span);
            return new ParticipantId(ParticipantDescriptor.Parser.ParseFrom(newest.Descriptor_).ParticipantId);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>
    /// Opens what was handed over: the versions that follow those held, at least one. What leads up to the version held
    /// was checked when that was admitted. A piece of which the version held is no part is opened on its own, from
    /// version 1 on: its owner began anew, and two officers judge that by the phrase. Dates and other participants are
    /// not looked at.
    /// </summary>
    public static Verdict<ImmutableList<VerifiedDescriptor>, DescriptorFault> Open(
        ReadOnlyMemory<byte> handedOver, VerifiedDescriptor? held)
    {
        if (handedOver.Length > EnvelopeLimits.DescriptorHistoryBytesMax)
        {
            return new DescriptorFault(DescriptorFaults.OverLong, "The descriptor is longer than 256 KiB.");
        }

        var all = Split(handedOver);
        if (held is not null && held.Covers(all[^1]))
        {
            return new DescriptorFault(
                DescriptorFaults.WrongChain, "The descriptor is the one in force, or a version before it.");
        }

        var known = held is null ? 0 : all.Count(held.Covers);
        if (known > 0)
        {
            return Follow(all[known..], held);
        }

        var next = Follow(all, held);
        var anew = next.IsAccepted || held is null ? next : Follow(all, null);
        return anew.IsAccepted ? anew : next;
    }

    /// <summary>
    /// The same for admission: no key or root of another participant in any version, and the newest valid now.
    /// </summary>
    public static Verdict<ImmutableList<VerifiedDescriptor>, DescriptorFault> Verify(
        ReadOnlyMemory<byte> handedOver,
        VerifiedDescriptor? held,
        IReadOnlyCollection<VerifiedDescriptor> others,
        DateTimeOffset now)
    {
        var opened = Open(handedOver, held);
        if (!opened.IsAccepted)
        {
            return opened;
        }

        var fault = opened.Value.Select(version => DescriptorVerifier.SharedWith(version, others))
            .FirstOrDefault(shared => shared is not null) ?? DescriptorVerifier.DateFault(opened.Value[^1], now);
        return fault is null ? opened : fault;
    }

    private static Verdict<ImmutableList<VerifiedDescriptor>, DescriptorFault> Follow(
        ImmutableArray<ReadOnlyMemory<byte>> versions, VerifiedDescriptor? held)
    {
        var opened = ImmutableList<VerifiedDescriptor>.Empty;
        foreach (var version in versions)
        {
            var verdict = DescriptorVerifier.Open(version, opened.Count == 0 ? held : opened[^1]);
            if (!verdict.IsAccepted)
            {
                return verdict.Fault;
            }

            opened = opened.Add(verdict.Value);
        }

        return opened;
    }
}
