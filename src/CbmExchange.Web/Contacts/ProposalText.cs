using System.Text;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Web.Contacts;

/// <summary>What a spreadsheet says differently of one State, as lines to paste into a message to that State.</summary>
internal static class ProposalText
{
    /// <summary>A line for each office, then one for each field.</summary>
    public static string Of(StateDifferences state)
    {
        var text = new StringBuilder();
        foreach (var contact in state.Contacts)
        {
            text.Append(contact.Office).Append(" (").Append(contact.Standing.Replace('-', ' ')).Append(')');
            if (contact.ReferenceNumber.Length > 0)
            {
                text.Append(' ').Append(contact.ReferenceNumber);
            }

            text.Append('\n');
            foreach (var field in contact.Fields)
            {
                text.Append("  ").Append(field.Field).Append(": in the list ").Append(Quoted(field.InFile))
                    .Append(", held ").Append(Quoted(field.Held)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Quoted(IEnumerable<string> values) =>
        string.Join(", ", values) is { Length: > 0 } all ? all : "nothing";
}
