using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Attestations of this node that say "deleted", and whose copy is still to be destroyed, in memory.</summary>
internal sealed class AttestedDeletions : IMemoryTable
{
    private const string AttestationType = "deletion-attestation";

    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, AttestedDeletion> drafted = [];
    private readonly Dictionary<RecordId, AttestedDeletion> due = [];

    /// <summary>Those released and not yet acted on.</summary>
    public IReadOnlyList<AttestedDeletion> Due
    {
        get
        {
            lock (gate)
            {
                return [.. due.Values];
            }
        }
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        lock (gate)
        {
            switch (stored.Body)
            {
                case RecordDrafted { Header.RecordType: AttestationType, InReplyTo: { } target } begun:
                    drafted[begun.Header.RecordId] = new(
                        begun.Header.RecordId, target.Originator, target.RecordId, SaysDeleted(begun.Content));
                    break;
                case RecordRevised revised when drafted.TryGetValue(revised.Header.RecordId, out var known):
                    drafted[revised.Header.RecordId] = known with { IsDeleted = SaysDeleted(revised.Content) };
                    break;
                case RecordReleased released when drafted.TryGetValue(released.RecordId, out var said)
                    && said.IsDeleted && !released.Recipients.IsEmpty:
                    due[released.RecordId] = said;
                    break;
                case HeldContentDestroyed destroyed:
                    due.Remove(destroyed.Attestation);
                    break;
            }
        }
    }

    // Only "deleted" itself: with an archive kept, or a no, the copy stays.
    private static bool SaysDeleted(RecordContent content) =>
        content.Claims.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.String
        && result.GetString() == "deleted";
}

/// <summary>An own attestation that a held record is deleted.</summary>
/// <param name="Attestation">The own record.</param>
/// <param name="Originator">Whose the held record is.</param>
/// <param name="Record">The held record.</param>
/// <param name="IsDeleted">True when it says so in the version written last.</param>
internal sealed record AttestedDeletion(
    RecordId Attestation, ParticipantId Originator, RecordId Record, bool IsDeleted);
