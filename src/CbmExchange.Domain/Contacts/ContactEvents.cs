using System.Text.Json;

namespace CbmExchange.Domain.Contacts;

/// <summary>The State's formal act that makes a contact valid. Content of the field <c>nomination</c>.</summary>
/// <param name="ReferenceNo">The reference of the act.</param>
/// <param name="Date">ISO 8601 date.</param>
/// <param name="NominatingAuthority">The office entitled to name contacts.</param>
/// <param name="Medium">note-verbale, e-mail or node.</param>
public sealed record Nomination(string ReferenceNo, string Date, string NominatingAuthority, string Medium)
{
    /// <summary>As a proto3-JSON object.</summary>
    public JsonElement ToJson() =>
        JsonSerializer.SerializeToElement(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["referenceNo"] = ReferenceNo,
                ["date"] = Date,
                ["nominatingAuthority"] = NominatingAuthority,
                ["medium"] = Medium,
            }
        );
}

/// <summary>
/// The nominating authority named this contact. From here on the record's content carries the nomination; the record
/// cannot be released before.
/// </summary>
[EventAlias("contact_nominated")]
public sealed record ContactNominated(RecordId RecordId, Nomination Nomination, OfficerId Officer, DateTimeOffset At)
    : IEvent;

/// <summary>The nominating authority ended this contact. A withdrawal of the record stands beside it.</summary>
/// <param name="RecordId">The contact.</param>
/// <param name="RemovalReference">The reference of the act.</param>
/// <param name="PersonalDataDestroyBy">When the keys of its persons must be gone (domain.md §4.24: 90 days).</param>
/// <param name="Officer">Who entered it.</param>
/// <param name="At">When.</param>
[EventAlias("contact_ended")]
public sealed record ContactEnded(
    RecordId RecordId,
    string RemovalReference,
    DateTimeOffset PersonalDataDestroyBy,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>
/// The key of a contact's persons is gone, and their disclosures in own streams: they read as absent from here on.
/// </summary>
[EventAlias("personal_data_key_destroyed")]
public sealed record PersonalDataKeyDestroyed(RecordId RecordId, DateTimeOffset At) : IEvent;
