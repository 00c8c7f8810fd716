namespace CbmExchange.Domain.Contacts;

/// <summary>Where a contact that was nominated and not ended stands at a moment (domain.md §4.6).</summary>
public enum ContactStanding
{
    /// <summary>It answers by its hours.</summary>
    Active,

    /// <summary>It does not answer for a stated time; then it is active again by itself.</summary>
    Unavailable,

    /// <summary>It hands over, soon or in these days; until the end of them it can be reached.</summary>
    HandoverPending,

    /// <summary>The days of the handover are past; it stays until the nominating authority ends it.</summary>
    HandedOver,
}

/// <summary>Another contact of the same State that a contact names.</summary>
/// <param name="Relation">deputy, escalation-next, out-of-hours, replacement, successor or not-for.</param>
/// <param name="Entry">The contact named.</param>
public sealed record NamedContact(string Relation, ContactEntry Entry);
