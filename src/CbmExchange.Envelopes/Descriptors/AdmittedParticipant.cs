using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>What we hold of an admitted participant: its current descriptor and every key it ever had.</summary>
/// <param name="Current">The newest descriptor.</param>
/// <param name="Keys">All its keys, with what it said of them.</param>
public sealed record AdmittedParticipant(VerifiedDescriptor Current, PeerKeys Keys)
{
    /// <summary>Out of its descriptor versions, oldest first; at least one.</summary>
    public static AdmittedParticipant Of(IReadOnlyList<VerifiedDescriptor> versions) =>
        new(versions[^1], VerifiedDescriptor.KeysOf(versions));

    /// <summary>
    /// After a key event of its own stream. A new key comes with the next descriptor, which its recovery key signed:
    /// no officer needs to admit it again. A version that is held already, a key that is not known and a change
    /// that is not known here change nothing.
    /// </summary>
    /// <param name="change">From a <see cref="VerifiedEntry"/> of this participant.</param>
    /// <param name="others">The descriptors held of all other participants and of this node.</param>
    public Verdict<AdmittedParticipant, DescriptorFault> Apply(
        KeyChange change, IEnumerable<VerifiedDescriptor> others)
    {
        switch (change.Change)
        {
            case KeyChanges.Added:
                return Renew(change.SignedDescriptor.Memory, others);
            case KeyChanges.Retired or KeyChanges.Compromised:
                var status = change.Change == KeyChanges.Retired ? KeyStatus.Retired : KeyStatus.Compromised;
                var key = KeyId.FromBytes(change.KeySha256.Span);
                return this with { Keys = Keys.WithStatus(key, status, change.Since.ToDateTimeOffset()) };
            default:
                return this;
        }
    }

    private Verdict<AdmittedParticipant, DescriptorFault> Renew(
        ReadOnlyMemory<byte> signed, IEnumerable<VerifiedDescriptor> others)
    {
        if (Current.Covers(signed))
        {
            return this;
        }

        var next = DescriptorVerifier.VerifyAnnounced(signed, Current, others);
        return next.IsAccepted ? new AdmittedParticipant(next.Value, Keys.With(next.Value.Keys)) : next.Fault;
    }
}
