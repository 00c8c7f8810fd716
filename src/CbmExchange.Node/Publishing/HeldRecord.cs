using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.Publishing;

/// <summary>A record of another participant, as this node holds it.</summary>
/// <param name="Header">Who says it, and what it is.</param>
/// <param name="ContentHash">The version held.</param>
/// <param name="Tlp">The label under which it is held.</param>
/// <param name="Onward">Its onward rule.</param>
/// <param name="CaseId">Its case, where it states one.</param>
/// <param name="Precedence">Its precedence, where it states one.</param>
/// <param name="View">As an officer reads it.</param>
internal sealed record HeldRecord(
    RecordHeader Header, ContentHash ContentHash, string Tlp, string Onward, string? CaseId, string? Precedence,
    RecordView View);
