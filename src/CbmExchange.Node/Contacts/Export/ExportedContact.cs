using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Records;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>A contact as it goes into a file: what was released of it to this node, and nothing else.</summary>
/// <param name="Answer">As a lookup answers it.</param>
/// <param name="Contact">Its content as far as it was disclosed, persons only where they were asked for.</param>
/// <param name="State">Name of the State that nominated it.</param>
/// <param name="Note">What belongs to that name (domain.md §4.21: 9).</param>
/// <param name="Context">actual, exercise, test.</param>
internal sealed record ExportedContact(
    ContactAnswer Answer, PointOfContact Contact, string State, string Note, string Context)
{
    /// <summary>Office, else what else tells it from others.</summary>
    public string Name => Answer.Office.Length > 0 ? Answer.Office
        : Answer.ReferenceNumber.Length > 0 ? Answer.ReferenceNumber
        : Answer.RecordId;

    /// <summary>True for a contact that is none in earnest.</summary>
    public bool IsPlayed => Context is not ("actual" or "system");
}

/// <summary>The contacts of one State, with what is said where there are none.</summary>
/// <param name="Answer">As a lookup answers it.</param>
/// <param name="Designator">Sign of the State; empty for one that takes no part.</param>
/// <param name="Contacts">Best first, at most as many as a lookup shows.</param>
internal sealed record ExportedState(
    LookupResponse Answer, string Designator, IReadOnlyList<ExportedContact> Contacts);

/// <summary>What is exported, and what each file says of itself.</summary>
/// <param name="States">In the order of their signs.</param>
/// <param name="Facts">As of when, highest marking.</param>
/// <param name="Footer">Whose copy it is, made when, under which markings (domain.md §4.21: 40).</param>
internal sealed record ExportedDirectory(IReadOnlyList<ExportedState> States, ViewFacts Facts, ExportFooter Footer)
{
    /// <summary>"2026-11-30 21:04Z".</summary>
    public string AsOf => ExportFooters.Minute(Facts.AsOf);

    /// <summary>Out of whose node, and when: whoever finds a page or a line knows where it came from.</summary>
    public string Watermark => $"Exported by {Footer.ExportedBy} at {ExportFooters.Minute(Footer.ExportedAt)}";

    /// <summary>All contacts, State by State.</summary>
    public IEnumerable<ExportedContact> Contacts => States.SelectMany(state => state.Contacts);
}
