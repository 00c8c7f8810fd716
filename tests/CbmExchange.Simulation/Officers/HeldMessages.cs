using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Simulation.Officers;

/// <summary>Messages of others that this node holds and opened: what can be acknowledged and answered.</summary>
internal sealed class HeldMessages : IHeldRecords
{
    private const int KeptMax = 64;

    private readonly Dictionary<string, HeldRecord> byId = [];

    /// <summary>In the order in which they came.</summary>
    public List<ReceivedMessage> All { get; } = [];

    public void Add(ReviewedEntry entry, VerifiedStatement message)
    {
        if (All.Count >= KeptMax)
        {
            return;
        }

        var claims = message.Content.Claims;
        var precedence = claims.TryGetProperty("precedence", out var code) ? code.GetString() : null;
        var marking = entry.Body.Marking;
        All.Add(new ReceivedMessage(message.Header, message.ContentHash, null, precedence, marking.Tlp));
        byId[message.Header.RecordId.Value] = new HeldRecord(
            message.Header, message.ContentHash, marking.Tlp, marking.OnwardSharing, null, precedence, null!);
    }

    public Task<HeldRecord?> FindAsync(string idOrReference, CancellationToken cancellationToken) =>
        Task.FromResult(byId.GetValueOrDefault(idOrReference));

    public Task<ImmutableArray<ParticipantId>> WritersOfCaseAsync(
        string caseId, CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ParticipantId>>([]);

    public Task<bool> NamesAttachmentAsync(
        string sha256, string[] recordTypes, CancellationToken cancellationToken) => Task.FromResult(false);
}
