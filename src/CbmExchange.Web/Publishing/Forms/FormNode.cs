namespace CbmExchange.Web.Publishing.Forms;

/// <summary>
/// One place of a form with what was typed into it, as it was typed: nothing is lost by a fault elsewhere. A value has
/// <see cref="Typed"/>, a structure <see cref="Fields"/>, a list <see cref="Items"/>.
/// </summary>
public sealed class FormNode
{
    /// <summary>What was typed.</summary>
    public string Typed { get; set; } = "";

    /// <summary>Places of a structure, by the JSON name of the field.</summary>
    public Dictionary<string, FormNode> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Elements of a list.</summary>
    public List<FormNode> Items { get; } = [];

    /// <summary>A place of a structure; begun where it is not there yet.</summary>
    public FormNode this[string field]
    {
        get
        {
            if (!Fields.TryGetValue(field, out var node))
            {
                Fields[field] = node = new FormNode();
            }

            return node;
        }
    }

    /// <summary>A place that holds a value.</summary>
    public static FormNode Of(string typed) => new() { Typed = typed };
}
