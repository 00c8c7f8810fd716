using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Peers;

/// <summary>
/// Admits and pauses peers. Trust is out of band (design D9): two officers, the same descriptor, its phrase read out by
/// its owner. That signature, expiry and phrase of a descriptor are right is checked by Envelopes before it comes here.
/// </summary>
public static class PeerDecider
{
    /// <summary>Words of a phrase: 8 of a list of 2,048 are 88 bits (design D9).</summary>
    public const int PhraseWordsMin = 8;

    /// <summary>
    /// First officer: enters a descriptor and the phrase heard. Replaces a proposal that waits.
    /// Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, PEER_IS_SELF, ALREADY_ADMITTED.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Propose(
        PeerState state,
        NodeIdentity self,
        PeerProposed wished,
        Actor by,
        DateTimeOffset now
    )
    {
        if (Permissions.Check(by, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        var faults = Faults(wished).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        if (wished.Peer == self.Participant)
        {
            return No("PEER_IS_SELF", "This descriptor is of this node itself.");
        }

        return state.Admitted?.DescriptorSha256 == wished.DescriptorSha256
            ? No("ALREADY_ADMITTED", "This descriptor is in force already.")
            : One(wished with { Officer = by.Id, At = now });
    }

    /// <summary>
    /// Second officer: confirms the descriptor by its hash, after the phrase was read out to this officer too.
    /// Refusals: ROLE_NOT_ALLOWED, WRONG_STATE, DESCRIPTOR_DIFFERS, SECOND_PERSON_NEEDED.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Admit(
        PeerState state,
        string descriptorSha256,
        Actor by,
        DateTimeOffset now
    )
    {
        if (Permissions.Check(by, OfficerAction.ConfirmPeer) is { } refused)
        {
            return refused;
        }

        if (state.Proposed is not { } proposed)
        {
            return No("WRONG_STATE", "No descriptor waits for a second officer.");
        }

        if (proposed.DescriptorSha256 != descriptorSha256)
        {
            return No("DESCRIPTOR_DIFFERS", "The descriptor confirmed is not the one that waits.");
        }

        return proposed.Officer == by.Id
            ? No("SECOND_PERSON_NEEDED", "Someone other than the first officer must confirm.")
            : One(new PeerAdmitted(state.Peer!.Value, descriptorSha256, by.Id, now));
    }

    /// <summary>
    /// Puts a later version of the descriptor in force; that the recovery key of the one before signed it is checked by
    /// Envelopes. No event when it is in force already. Refusals: NOT_FOUND, FIELDS_INVALID.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Renew(
        PeerState state,
        string signedDescriptor,
        string descriptorSha256,
        int descriptorVersion,
        DateTimeOffset now
    )
    {
        if (state.Admitted is not { } admitted)
        {
            return Refusal.NotFound;
        }

        if (!TextRules.IsSha256(descriptorSha256))
        {
            return Refusal.Invalid([new FieldFault("descriptorSha256", "Must be 64 lower-case hex digits.")]);
        }

        return admitted.DescriptorSha256 == descriptorSha256
            ? ImmutableArray<IEvent>.Empty
            : One(
                new PeerDescriptorRenewed(state.Peer!.Value, signedDescriptor, descriptorSha256, descriptorVersion, now)
            );
    }

    /// <summary>Stops the exchange until resumed. No event when paused already. Refusals: ROLE_NOT_ALLOWED,
    /// NOT_FOUND.</summary>
    public static Outcome<ImmutableArray<IEvent>> Pause(PeerState state, Actor by, DateTimeOffset now) =>
        Switch(state, by, isAlreadySo: state.IsPaused, peer => new PeerPaused(peer, by.Id, now));

    /// <summary>Resumes the exchange. No event when not paused. Refusals: ROLE_NOT_ALLOWED, NOT_FOUND.</summary>
    public static Outcome<ImmutableArray<IEvent>> Resume(PeerState state, Actor by, DateTimeOffset now) =>
        Switch(state, by, isAlreadySo: !state.IsPaused, peer => new PeerResumed(peer, by.Id, now));

    private static Outcome<ImmutableArray<IEvent>> Switch(
        PeerState state,
        Actor by,
        bool isAlreadySo,
        Func<ParticipantId, IEvent> happened
    )
    {
        if (Permissions.Check(by, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        if (state.Admitted is null)
        {
            return Refusal.NotFound;
        }

        return isAlreadySo ? ImmutableArray<IEvent>.Empty : One(happened(state.Peer!.Value));
    }

    private static IEnumerable<FieldFault> Faults(PeerProposed wished)
    {
        if (!TextRules.IsUuid(wished.Peer.Value))
        {
            yield return new FieldFault("peer", "Must be a UUID in lower case.");
        }

        if (!TextRules.IsSha256(wished.DescriptorSha256))
        {
            yield return new FieldFault("descriptorSha256", "Must be 64 lower-case hex digits.");
        }

        if (wished.Phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < PhraseWordsMin)
        {
            yield return new FieldFault("phrase", "Must be the words read out by the owner, at least 8.");
        }
    }

    private static Refusal No(string reason, string sentence) => new(RefusalKind.FailedPrecondition, reason, sentence);

    private static Outcome<ImmutableArray<IEvent>> One(IEvent happened) => ImmutableArray.Create(happened);
}
