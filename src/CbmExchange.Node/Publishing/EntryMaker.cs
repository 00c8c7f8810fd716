using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Release;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Administration;
using CbmExchange.Store;
using EntryKinds = CbmExchange.Domain.Release.EntryKinds;

namespace CbmExchange.Node.Publishing;

/// <summary>One entry per recipient of a release or a withdrawal. Preview and release call the same methods.</summary>
internal sealed class EntryMaker(NodeIdentity self, PeerStateTable peers)
{
    /// <summary>The entry that a recipient is given.</summary>
    public static NewPeerEntry Entry(
        RecordState record, RecordVersion version, RecipientRelease release, CorrectionReason? correction,
        DateTimeOffset at)
    {
        var entry = new StatementEntry
        {
            Kind = release.Kind,
            Statement = VersionSigner.Restore(version),
            Paths = release.Paths,
            Marking = WireMarkings.Write(release.Marking),
            ReleasedAt = at,
            Replaces = release.Replaces,
            RelatesTo = release.RelatesTo,
            Audience = release.Audience,
            NarrowedAt = release.NarrowedAt,
            Correction = correction is null ? null : WireCorrections.Write(correction),
        };
        return release.Kind == EntryKinds.Receipt && record.InReplyTo is { } message
            ? PeerEntryBuilder.Acknowledged(message.RecordId, message.ContentHash, at, entry)
            : PeerEntryBuilder.WithStatement(entry);
    }

    /// <summary>The entries of a release, each for the newest generation of its stream.</summary>
    public ImmutableArray<PeerAppend> Of(RecordState record, RecordVersion version, RecordReleased released) =>
        [.. released.Recipients.Select(recipient => new PeerAppend(
            StreamTo(recipient.Participant), [Entry(record, version, recipient, released.Correction, released.At)]))];

    /// <summary>The entries of a withdrawal: one for everyone who ever received the record.</summary>
    public ImmutableArray<PeerAppend> Of(RecordState record, RecordWithdrawn withdrawn) =>
        Withdrawn(record, withdrawn.ReasonClass, withdrawn.Request, withdrawn.Recipients, withdrawn.At);

    /// <summary>The entries of a narrowing: one for everyone who is taken out.</summary>
    public ImmutableArray<PeerAppend> Of(RecordState record, ReleaseNarrowed narrowed) =>
        [.. narrowed.Recipients.Select(recipient => new PeerAppend(
            StreamTo(recipient.Participant),
            [
                PeerEntryBuilder.Narrowed(
                    record.Header!.RecordId, record.Header.RecordType,
                    record.Given[recipient.Participant].ContentHash, narrowed.At),
            ]))];

    /// <summary>The entries for those whom a withdrawal had not reached; dated as they are told.</summary>
    public ImmutableArray<PeerAppend> Of(RecordState record, WithdrawalTold told) =>
        Withdrawn(record, told.ReasonClass, told.Request, told.Recipients, told.At);

    private ImmutableArray<PeerAppend> Withdrawn(
        RecordState record, string reasonClass, string request, ImmutableArray<RecipientWithdrawal> recipients,
        DateTimeOffset at) =>
        [.. recipients.Select(recipient => new PeerAppend(
            StreamTo(recipient.Participant),
            [
                PeerEntryBuilder.Withdrawn(
                    record.Header!.RecordId, record.Header.RecordType, recipient.LastGiven, reasonClass, request, at),
            ]))];

    private PeerStreamId StreamTo(ParticipantId recipient) =>
        new(self.Participant, recipient, peers.Find(recipient).OwnGeneration);
}
