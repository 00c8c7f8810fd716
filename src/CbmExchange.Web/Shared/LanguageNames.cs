using System.Globalization;

namespace CbmExchange.Web.Shared;

/// <summary>Names of languages in the reader's own.</summary>
public static class LanguageNames
{
    /// <summary>E.g. "French" for "fr"; a tag that is not known as it is.</summary>
    public static string Of(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).DisplayName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }
}
